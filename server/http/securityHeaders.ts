import { versionHeader } from '../open/build.ts';

/** On every response. A browser ignores `strict-transport-security` without TLS, so it is harmless there. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  [versionHeader[0]]: versionHeader[1],
};

/** The playground is one page that contains its scripts and styles; it connects only to its own origin. */
const page =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob: data:; worker-src blob: data:; style-src 'unsafe-inline'; img-src data: 'self'; font-src data:; connect-src 'self' ws: wss: data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const data = "default-src 'none'; frame-ancestors 'none'";

/** Headers for a response of this type; those of the response itself take precedence. */
export const securityHeaders = (contentType: string | null | undefined): Record<string, string> => ({
  ...always,
  'content-security-policy': contentType?.startsWith('text/html') ? page : data,
});
