# The server in a container, with a Java runtime of its own: docker build -t midge .
#
# Ports, paths, default configuration and arguments are those of the official nats image:
#   docker run -p 4222:4222 midge                       default configuration, monitoring on 8222
#   docker run -p 4222:4222 midge -DV                   flags instead: without the default configuration
#   docker run -v ./my.conf:/etc/nats/my.conf midge -c /etc/nats/my.conf
#   docker run midge nats-server passwd                 a command

ARG JAVA=25

FROM eclipse-temurin:${JAVA}-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw --batch-mode --no-transfer-progress -pl server -am -Dmaven.test.skip=true -Dspotless.check.skip package

# Only the modules that the server and plug-ins need. The archive of classes is made by the Java that will use it, which
# the launcher knows by what the release file says.
FROM eclipse-temurin:${JAVA}-jdk AS runtime
COPY --from=build /src/server/target/nats-server /opt/nats-server
RUN jlink --output /opt/jre --strip-debug --no-header-files --no-man-pages --compress zip-6 \
      --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported && \
    grep -E '^(IMPLEMENTOR|JAVA_RUNTIME_VERSION)=' "$JAVA_HOME/release" >>/opt/jre/release && \
    rm -rf /opt/nats-server/lib/classes-* && \
    JAVA_HOME=/opt/jre NATS_SERVER_TRAIN=1 /opt/nats-server/bin/nats-server && \
    ls /opt/nats-server/lib/classes-*

FROM debian:bookworm-slim
COPY --from=runtime /opt/jre /opt/jre
COPY --from=runtime /opt/nats-server /opt/nats-server
COPY packaging/docker-entrypoint.sh /usr/local/bin/
COPY packaging/nats-server.conf /etc/nats/nats-server.conf
RUN ln -s /opt/nats-server/bin/nats-server /usr/local/bin/nats-server && \
    groupadd --system --gid 1000 nats && useradd --system --uid 1000 --gid nats --no-create-home --home-dir / nats
ENV JAVA_HOME=/opt/jre
USER nats
EXPOSE 4222 8222 6222
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["nats-server", "--healthcheck"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["nats-server", "--config", "/etc/nats/nats-server.conf"]
