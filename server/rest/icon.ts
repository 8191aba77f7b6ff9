import { sharedAsset } from './asset.ts';
import type { Route } from './route.ts';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3451b2"/><path d="M9 23V9l14 14V9" fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"/><circle cx="9" cy="9" r="3" fill="#fff"/><circle cx="23" cy="23" r="3" fill="#fff"/></svg>';

/** The icon at 32 pixels, for browsers that request it automatically: one PNG in an ICO file, in Base64. */
const ico = [
  'AAABAAEAICAAAAEAIADLAgAAFgAAAIlQTkcNChoKAAAADUlIRFIAAAAgAAAAIAgGAAAAc3p69AAAAoBJREFUeJzEl0toE1EUhv87nSSutMVXfY',
  'AGEaFaiPXRKoLdaDHFmG5EEGopXYuKguBeBLWCG11UF+5cpZGKFTd2o7ZKDNK6cWFcKMYqxnYhSZvcnjNlJtNmZsiEyeTbzJl7L5xv7nOuChOR',
  'eKK5STRdhkQXhIwIiE3wAAn5C1KkIfCuKIv30qN9Ob1O6MHB+LNT1HBECLEVdURK+YM+bOjDaOyFIdBxZqxHUUrj8BOJKEuI9t6xlmCwOENWW+',
  'Aj3BP/A6F2NRAoXfA7OcNDvWah0K8qoAnXIDi3KgW6hEXl+uYQLva3oTOyUXufTM/i/pPP+JPLwys4t0rJd1hVXhnci5PHthnv0e7tUKn1jeEU',
  'quHI/mXxtx9nbdtwbtWu8mjH5qrKrDh+uBV3rh/S4qu33mNi6qdtWwUuCAWra74nvM4ydiXwJpWtKAvQlL02tA9eYisw/HgGXzJzFeVno2FPJW',
  'wFeLa/niyP3b/5wgqJSwNtqKsAQ7uVET99/hWJV9+M9/OxXZ70hOqm8c0Hn7Rn34nllcs9wdwemUatOArQdlkRey3hqgd0vJSoScBLiZoFnCRy',
  'c+UVY57IngvoEvlCCed6w4bE77/lA8s8j6xwtRXbcffR9IoluqElZMTdna3ayVpXAYZ7wiyhs3vnWu1krbuALrGwWDnmTqeoo0Dm+7xl7ES+UI',
  'QbHCfhxFRW+6oSzWSOq4FPUfOPjF5mLyCRpV8Tyz7ir7EaVyf4FF2kYVj9K2cJ5RYH4slxWio9aAC0R7xUaKGm0Sgot0J3tYdkkoPPcE7OrdBF',
  'MSOlMgifoWEf4NzaMkwlTyf4rsbXJdQZLQffCxOxpCZirmzE9XwJAAD//7BeLZQAAAAGSURBVAMABnAH/DyydBIAAAAASUVORK5CYII=',
].join('');

/** The icon of all pages. */
export const iconRoutes = (): Route[] => [
  iconRoute('/favicon.svg', 'image/svg+xml', svg),
  iconRoute('/favicon.ico', 'image/x-icon', Buffer.from(ico, 'base64')),
];

function iconRoute(pattern: string, contentType: string, content: string | Buffer): Route {
  const icon = sharedAsset(async () => content);
  return {
    method: 'GET',
    pattern,
    quiet: true,
    answer: ({ request }) => icon(request, { 'content-type': contentType, 'cache-control': 'public, max-age=86400' }),
  };
}
