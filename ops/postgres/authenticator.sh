#!/bin/sh
# Runs once, when the Postgres image creates its database: the login of the gateway, with its password.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$AUTHENTICATOR_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role authenticator login noinherit password :'password';
SQL
