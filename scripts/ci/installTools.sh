#!/usr/bin/env bash
# Installs what the tests use beside Node, on Debian: a native Postgres with pgTAP and plpgsql_check, PgBouncer, Chromium,
# Prometheus.
# Does nothing when all of it is there.
set -euo pipefail

missing=()
compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || missing+=(postgresql)
command -v chromium > /dev/null || missing+=(chromium)
major=$(ls /usr/lib/postgresql 2> /dev/null | sort -n | tail -n 1)
[ -f "/usr/share/postgresql/${major:-15}/extension/pgtap.control" ] || missing+=("postgresql-${major:-15}-pgtap")
[ -f "/usr/share/postgresql/${major:-15}/extension/plpgsql_check.control" ] || missing+=("postgresql-${major:-15}-plpgsql-check")
[ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
command -v promtool > /dev/null || missing+=(prometheus)
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
