#!/bin/sh
# Flags alone are for the server; anything else is a command.
set -e
case ${1-} in
  '' | -*) set -- nats-server "$@" ;;
esac
exec "$@"
