import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gateway that `npm run console:dev` talks to. */
const gateway = process.env.REGISTRY_URL?.replace(/\/graphql$/, '') ?? 'http://127.0.0.1:4000';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/api', '/favicon.svg'].map((path) => [path, { target: gateway, ws: true }]),
    ),
  },
});
