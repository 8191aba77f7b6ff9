import { isInterpreter } from './programs.ts';

const publish = 'Must be a published package such as';

/** An npm package: `name` or `@scope/name`, with a version, range or tag. No URL, git, file or alias. */
export function npmPackageProblem(spec: string): string | null {
  const [, scope, name = ''] =
    /^(@[a-z0-9~][a-z0-9._~-]{0,100}\/)?([A-Za-z0-9~][A-Za-z0-9._~-]{0,213})(?:@[A-Za-z0-9^~<>=*+._-]{1,100})?$/.exec(
      spec,
    ) ?? [];
  if (name === '') return `is not an npm package. ${publish} "@scope/server@1.2.0".`;
  return scope === undefined && isInterpreter(name)
    ? 'runs arbitrary code and is not allowed; name the package of the server.'
    : null;
}

/** A PyPI package: `name`, with extras and a version. No URL, git or file. */
export function pythonPackageProblem(spec: string): string | null {
  const [, name] =
    /^([A-Za-z0-9][A-Za-z0-9._-]{0,100})(?:\[[A-Za-z0-9._, -]{0,200}\])?(?:@[A-Za-z0-9.+]{1,60}|\s?(?:[=<>!~]=?=?\s?[0-9A-Za-z.*+]{1,60},?\s?){1,8})?$/.exec(
      spec,
    ) ?? [];
  if (name === undefined) return `is not a PyPI package. ${publish} "mcp-server-git@1.2.0".`;
  return isInterpreter(name) ? 'runs arbitrary code and is not allowed; name the package of the server.' : null;
}

/** Modules of Python, and tools, that run arbitrary code or give access to the host. */
const unsafeModules = new Set(
  `
  __main__ _pyrepl ast asyncio bdb cgi cgitb code codeop compileall cprofile ctypes dis distutils doctest ensurepip
  filecmp fileinput ftplib gzip http idlelib imaplib importlib inspect json lib2to3 mimetypes modulefinder nntplib
  pdb pickle pickletools pip pkgutil platform poplib posix profile pstats pty pydoc py_compile random runpy sched shlex
  shutil site smtpd smtplib socketserver sqlite3 ssl subprocess sysconfig tabnanny tarfile telnetlib this timeit tkinter
  token tokenize trace tracemalloc turtle turtledemo unittest urllib uuid venv webbrowser wsgiref xmlrpc zipapp zipfile
  IPython ipython ipykernel jupyter notebook pytest nose tox nox uv pipx poetry pdm hatch virtualenv invoke fabric ansible
  setuptools pkg_resources build twine coverage cython gdb debugpy pudb bpython ptpython xonsh pex shiv nuitka pyinstaller
  `
    .trim()
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

/** What `python -m` may start: a module of the server. */
export function moduleProblem(name: string): string | null {
  if (!/^[A-Za-z_][\w-]{0,100}(?:\.[A-Za-z_][\w-]{0,100}){0,10}$/.test(name))
    return 'is not the name of a Python module.';
  const [top = ''] = name.split('.');
  return unsafeModules.has(top.toLowerCase())
    ? 'is a module that runs arbitrary code or accesses the host, and is not allowed.'
    : null;
}

/** A file inside the definition's folder: relative, without `..`, a reference or a URL. */
export function pathProblem(path: string): string | null {
  const parts = path.split('/');
  const isPlain = /^[A-Za-z0-9_.][A-Za-z0-9_. /+-]{0,300}$/.test(path);
  return isPlain && !parts.includes('..') && !parts.includes('')
    ? null
    : 'must be a relative path inside the definition, such as "assets/server.js", without ".." and references.';
}

/** A script with one of these endings. */
export const scriptProblem = (path: string, endings: readonly string[]): string | null =>
  pathProblem(path) ??
  (endings.some((ending) => path.endsWith(ending))
    ? null
    : `must be a script: a file that ends in ${endings.join(', ')}.`);

/** What the npm: and jsr: specifiers of Deno name. */
export function denoPackageProblem(spec: string): string | null {
  const [, rest = ''] = /^(?:npm|jsr):\/?(.{1,300})$/s.exec(spec) ?? [];
  const [, name = '', path = ''] =
    /^(@[^/]{1,100}\/[^/]{1,200}|[^@/][^/]{0,200})((?:\/[A-Za-z0-9._-]{1,100}){0,6})$/.exec(rest) ?? [];
  if (name === '')
    return `is neither a script nor a package. ${publish} "npm:@scope/server@1.2.0" or "jsr:@scope/server@1.2.0".`;
  const last = path.split('/').at(-1) ?? '';
  if (path.split('/').includes('..')) return 'is not a package name.';
  if (isInterpreter(last)) return 'runs arbitrary code and is not allowed.';
  return npmPackageProblem(name);
}

/** The name of a container's image. */
export const imageProblem = (image: string): string | null =>
  /^(?:[a-z0-9][a-z0-9.-]{0,200}:\d{1,5}\/)?[a-z0-9][a-z0-9._/-]{0,200}(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
    image,
  ) && !image.includes('//')
    ? null
    : 'must be the name of an image such as "mcp/github" or "ghcr.io/owner/server:1.2.0".';
