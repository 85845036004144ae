#!/bin/sh
# Formats the storage at the first start, then becomes the broker.
set -eu
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted \
    --cluster-id ZGlkZWJhbi1rYWZrYS0wMQ --config /etc/dideban/server.properties
exec /opt/kafka/bin/kafka-server-start.sh /etc/dideban/server.properties
