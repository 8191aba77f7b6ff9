#!/usr/bin/env node
import { checkNode } from '../node/checkNode.ts';

// Imported afterwards: an older Node may not be able to read the rest.
if (checkNode(import.meta.url)) await import('./main.ts');
