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
RUN ln -s /opt/afterimage/afterimage /usr/local/bin/afterimage
USER afterimage
WORKDIR /data
# Logs of the embedded broker, the memories' local copies, unpacked native libraries.
ENV HOME=/data AFTERIMAGE_DATA=/data/afterimage
VOLUME /data
ENTRYPOINT ["afterimage"]
CMD ["--help"]
