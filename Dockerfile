# The distribution in a small image: docker build -t afterimage .
FROM eclipse-temurin:17-jdk-jammy AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -DskipTests -Dspotless.check.skip package

FROM eclipse-temurin:17-jre-jammy
# What the native libraries link to, fonts for the pictures that explain draws, and curl for health
# checks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl fontconfig fonts-dejavu-core libgomp1 libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --home-dir /data --create-home afterimage
COPY --from=build /src/app/target/afterimage /opt/afterimage
# The classes of a run, noted for this Java: starts take half the time.
RUN ln -s /opt/afterimage/afterimage /usr/local/bin/afterimage \
 && HOME=/tmp/share TMPDIR=/tmp afterimage --share-classes \
 && rm -rf /tmp/share
USER afterimage
WORKDIR /data
# Logs of the embedded broker, the memories' local copies, unpacked native libraries.
ENV HOME=/data AFTERIMAGE_DATA=/data/afterimage
VOLUME /data
ENTRYPOINT ["afterimage"]
CMD ["--help"]
