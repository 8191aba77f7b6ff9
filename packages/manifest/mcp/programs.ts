const words = (text: string): string[] => text.trim().split(/\s+/);

/** Programs that run arbitrary code: shells, interpreters, and programs that start others. */
const interpreters = new Set(
  words(`
    sh bash dash ash zsh fish ksh mksh csh tcsh rbash busybox toybox xonsh nu elvish pwsh powershell cmd command.com
    node nodejs iojs deno bun python pythonw pypy ipython bpython ptpython jupyter-console perl ruby irb erb php lua luajit
    r rscript julia tclsh wish expect guile racket scheme sbcl clisp ghci runghc runhaskell ocaml swipl elixir iex erl
    escript scala groovy groovysh jshell java kotlin kotlinc dart go cargo rustc gcc cc clang make cmake ninja osascript
    wscript cscript mshta rundll32 msiexec regsvr32 awk gawk mawk nawk sed ed ex vi vim nvim emacs nano less more man
    tsx ts-node ts-node-esm ts-node-script esno esr esmo jiti babel-node swc-node vite-node sucrase-node coffee livescript
    zx shx shelljs execa-cli nodemon pm2 forever concurrently npm-run-all run-p run-s wireit cross-env cross-env-shell
    env-cmd dotenv dotenvx dotenv-cli electron nw qjs quickjs hermes
    env xargs find parallel nohup nice ionice timeout stdbuf script setsid chroot unshare nsenter sudo su doas pkexec runuser
    flock watch strace ltrace gdb lldb time command exec eval source start-stop-daemon systemd-run capsh tmux screen
    ssh scp sftp rsync telnet nc ncat netcat socat curl wget ftp tftp openssl
    npm npx pnpm pnpx yarn yarnpkg corepack bunx uv uvx pip pip3 pipx poetry pdm hatch tox nox rye conda mamba micromamba
    pipenv virtualenv invoke fab ansible easy_install pyenv nvm volta mise asdf brew apt apt-get dpkg yum dnf apk snap
    docker podman nerdctl buildah ctr crictl kubectl oc helm lima colima vagrant
    pytest gulp grunt jake just task rake bundle gem composer mvn gradle ant sbt lein bazel
  `),
);

/** Programs that run arbitrary code as the command of a container: a shorter list, since a server may have its own commands there. */
const shells = new Set(
  words(`
    sh bash dash ash zsh fish ksh mksh csh tcsh busybox pwsh powershell node nodejs deno bun python pypy perl ruby php lua
  `),
);

/** Other system programs, which are found on the machine and not in a package. */
const systemPrograms = new Set(
  words(`
    cat cp mv rm ln dd tee install tar zip unzip gzip bzip2 xz cpio ar split head tail sort uniq cut tr od xxd base64 base32
    chmod chown chgrp chattr mount umount mkfs fdisk mkdir rmdir touch truncate ls stat df du ps kill killall pkill top
    crontab at batch systemctl service journalctl dmesg sysctl modprobe insmod ip ifconfig iptables nft tcpdump nmap
    mysql psql sqlite3 mongo mongosh redis-cli git svn hg diff patch cmp jq yq gpg ssh-keygen ssh-agent
    echo printf true false yes test which whoami id passwd useradd usermod visudo mail sendmail logger wall
  `),
);

/** The name of a program: `python` for `/usr/bin/Python3.12`, `npx` for `npx.cmd`. */
export function baseName(name: string): string {
  const file = name.split(/[/\\]/).at(-1) ?? '';
  const bare = file.toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
  // From the start of a number only: a search that starts again at each digit is quadratic.
  return bare.replace(/(?:[-@]|(?<!\d)(?<!\d\.))\d+(?:\.\d+)*[a-z]?$/, '');
}

const isIn = (list: ReadonlySet<string>, name: string): boolean =>
  list.has(name.toLowerCase()) || list.has(baseName(name));

/** True for a shell, an interpreter, or a program that starts others, whatever its version and ending. */
export const isInterpreter = (name: string): boolean => isIn(interpreters, name);

/** True for a shell or the interpreter of a language. */
export const isShell = (name: string): boolean => isIn(shells, name);

/** Why a name is not allowed as the program of a package; null when it is. */
export function programProblem(name: string): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name))
    return 'must be the name of a program, without a path, URL or reference.';
  if (isInterpreter(name)) return 'runs arbitrary code and is not allowed; name the program of the server itself.';
  return isIn(systemPrograms, name) ? 'is a system program and is not allowed; name a program of the package.' : null;
}
