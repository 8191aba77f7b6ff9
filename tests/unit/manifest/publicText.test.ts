import { describe, expect, it } from 'vitest';
import { randomTexts } from '../../../packages/manifest/secrets/randomText.ts';

const random = 'q7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js';
const key = (kind: string) => `-----BEGIN ${kind}-----\n${random}+/=\n${random}\n-----END`;

describe('random characters', () => {
  it.each([
    `data:;base64,${random}`,
    `data:image/svg+xml;a.b=c-9;base64,${random}+/${random}==`,
    key('PUBLIC KEY'),
    key('RSA PUBLIC KEY'),
    key('SSH2 A0Z9 PUBLIC KEY'),
    key('CERTIFICATE'),
    key('CERTIFICATE REQUEST'),
    `ssh-rsa ${random}+/=`,
    `ssh-dss ${random}`,
    `ssh-ed25519 ${random}`,
    `ecdsa-sha2-nistp256 ${random}`,
    `http://example.com/${random}`,
    `https://example.com/${random}`,
    ...[
      'iVBORw0KGgo',
      '/9j/',
      'R0lGOD',
      'UklGR',
      'PHN2Zy',
      'PD94bWw',
      'AAAAB3Nza',
      'AAAAC3Nza',
      'AAAAE3Nza',
      'AAAABNza',
    ].map((start) => start + random),
  ])('are public in %s', (text) => expect(randomTexts(text)).toEqual([]));

  it.each([
    `data:a b;base64,${random}`,
    `data:;base64,!${random}`,
    key('rsa PUBLIC KEY'),
    `ssh-other ${random}`,
    `ecdsa-sha2- ${random}`,
    `ecdsa-sha2-n.p ${random}`,
    `ssh-rsa ! ${random}`,
    `ftp://example.com!${random}`,
    `https://example.com)${random}`,
    `${random}R0lGOD`,
    `AAAAD3Nza${random}`,
  ])('are reported in %s', (text) => expect(randomTexts(text)).not.toEqual([]));
});
