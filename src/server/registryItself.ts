export { registryItself } from '../registry/registryItself.ts';
