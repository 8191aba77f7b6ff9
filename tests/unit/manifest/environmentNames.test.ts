import { describe, expect, it } from 'vitest';
import { environmentProblem } from '../../../packages/manifest/mcp/environment.ts';

/** For each reason, variables that are refused for it: by their whole name, and by how they begin. */
const refused: readonly (readonly [reason: string, names: string, prefixes: string])[] = [
  [
    'can load other code into the server',
    '_JAVA_OPTIONS CLASSPATH PHPRC PHP_INI_SCAN_DIR ELECTRON_RUN_AS_NODE GCONV_PATH ESBUILD_BINARY_PATH VIRTUAL_ENV GLIBC_TUNABLES BROWSER EDITOR VISUAL PAGER',
    'LD_ DYLD_ NODE_ PYTHON DENO_ BUN_ PERL5 RUBY JAVA_ JDK_ DOTNET_ CORECLR_ COMPLUS_ LUA_ TS_NODE_',
  ],
  [
    'can change where packages and images come from',
    'NPM_EXECPATH NPM_NODE_EXECPATH NPX_CACHE GOPROXY GOFLAGS CARGO_HOME JSR_URL CONTAINER_HOST CONTAINER_CONNECTION CONTAINER_SSHKEY',
    'NPM_CONFIG_ NPM_LIFECYCLE_ YARN_ PNPM_ COREPACK_ UV_ PIP_ PIPX_ POETRY_ CONDA_ GEM_ BUNDLE_ DOCKER_ BUILDKIT_ COMPOSE_ PODMAN_ CONTAINERS_ REGISTRY_AUTH_',
  ],
  [
    'can change which program is started, or which settings it reads',
    'PATH PATHEXT HOME USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA SYSTEMROOT WINDIR COMSPEC SHELL ENV ZDOTDIR SHELLOPTS BASHOPTS IFS PS4 PROMPT_COMMAND CDPATH TMPDIR TEMP TMP',
    'XDG_ BASH_ ZSH_',
  ],
  [
    'can redirect connections, or change which certificates are trusted',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY REQUESTS_CA_BUNDLE CURL_CA_BUNDLE CURL_HOME AWS_CA_BUNDLE SSLKEYLOGFILE HOSTALIASES LOCALDOMAIN RES_OPTIONS RESOLV_HOST_CONF SSH_ASKPASS SSH_AUTH_SOCK SUDO_ASKPASS',
    'SSL_ OPENSSL_ GIT_SSL_ GIT_SSH GIT_CONFIG GIT_PROXY',
  ],
  [
    'can make git start other programs',
    'GIT_EXEC_PATH GIT_ASKPASS GIT_EXTERNAL_DIFF GIT_PAGER GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_TEMPLATE_DIR GIT_DIR GIT_WORK_TREE GIT_ALLOW_PROTOCOL GIT_ALTERNATE_OBJECT_DIRECTORIES',
    '',
  ],
];
const words = (text: string) => text.split(' ').filter(Boolean);

describe.each(refused)('a variable %s', (reason, names, prefixes) => {
  it.each(words(names))('is refused: %s', (name) => {
    expect([name, name.toLowerCase(), `MY_${name}`].map(environmentProblem)).toEqual([reason, reason, null]);
  });

  it.each(words(prefixes))('is refused if it begins with %s', (prefix) => {
    const named = [prefix, `${prefix}OTHER`, `${prefix}other`.toLowerCase()];
    expect(named.map(environmentProblem)).toEqual([reason, reason, reason]);
    expect(environmentProblem(`MY_${prefix}OTHER`)).toBe(null);
  });
});

it.each(
  words(
    'NODE_ENV NODE_NO_WARNINGS NODE_DISABLE_COLORS NODE_URL NODE_NAME PYTHONUNBUFFERED PYTHONIOENCODING PYTHONUTF8 PYTHONDONTWRITEBYTECODE PYTHONHASHSEED PYTHONFAULTHANDLER UV_NO_PROGRESS PIP_NO_INPUT PIP_QUIET DENO_DEPLOY_TOKEN',
  ),
)('a variable may be set although others that begin like it may not: %s', (name) => {
  expect([name, name.toLowerCase()].map(environmentProblem)).toEqual([null, null]);
  expect(environmentProblem(`${name}_OTHER`)).not.toBe(null);
});

it.each(['API_KEY', 'LEVEL', 'GIT_AUTHOR_NAME', 'PATHS', 'HOME_PAGE', 'TEMPERATURE', 'PS', 'DOCKER', 'NODE', ''])(
  'any other variable may be set: %s',
  (name) => {
    expect(environmentProblem(name)).toBe(null);
  },
);
