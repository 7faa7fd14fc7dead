package io.afterimage.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.TruthEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WatchCommandTest {
  @TempDir private static Path folder;
  private static DataFolder data;
  private static EmbeddedBroker broker;
  private static KafkaProducer<String, byte[]> producer;

  @BeforeAll
  static void start() throws Exception {
    data = DataFolder.open(folder, 0);
    broker = EmbeddedBroker.start(data, 0);
    var config = new ConfigLoader(folder, Map.of()).load(null, List.of());
    KafkaAccess access = KafkaAccess.of(config.kafka(), broker.bootstrap());
    try (TopicAdmin topics = TopicAdmin.connect(access)) {
      topics.prepare(config.topics());
    }
    producer =
        new KafkaProducer<>(access.properties(), new StringSerializer(), new ByteArraySerializer());
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    write("actions", EventMarker.of(new CameraId("door"), marker(noon)));
    write("actions", new TruthEvent("door", 1, 3, 240_000, noon, "walk"));
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
    data.close();
  }

  @Test
  void shouldFindTheBrokerThroughTheDataFolderAndShowEventsButNoMarkers() throws Exception {
    CapturedShell shell = watch(1, "--data", folder.toString(), "--from-start");
    assertThat(shell.out().lines()).hasSize(1).first().asString().contains("door", "walk");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void shouldPrintJsonLinesWithHeaders() throws Exception {
    CapturedShell shell =
        watch(1, "--kafka", broker.bootstrap(), "--topic", "actions", "--from-start", "--json");
    assertThat(shell.out().strip())
        .startsWith("{\"topic\":\"afterimage.actions\",\"key\":\"door\",\"headers\":{\"ce_")
        .endsWith(
            "\"value\":{\"camera\":\"door\",\"epoch\":1,\"seq\":3,\"pts_us\":240000,\"time\":\"2026-11-21T12:00:00Z\",\"label\":\"walk\"}}");
  }

  @Test
  void shouldPrintMarkersWhenAsked() throws Exception {
    CapturedShell shell =
        watch(2, "--kafka", broker.bootstrap(), "--from-start", "--json", "--markers");
    assertThat(shell.out().lines()).hasSize(2).first().asString().contains("\"marker\":\"end\"");
  }

  @Test
  void shouldSayThatATopicIsNotThere() {
    CapturedShell shell = new CapturedShell(folder, Map.of());
    int status =
        new Cli(shell.shell(), Afterimage.class)
            .run("watch", "--kafka", broker.bootstrap(), "--topic", "acts");
    assertThat(status).isEqualTo(4);
    assertThat(shell.err()).contains("there is no topic acts");
  }

  /** Runs the command until it has printed so many lines, then stops it. */
  private static CapturedShell watch(int lines, String... options) throws Exception {
    CapturedShell shell = new CapturedShell(folder, Map.of());
    String[] arguments = new String[options.length + 1];
    arguments[0] = "watch";
    System.arraycopy(options, 0, arguments, 1, options.length);
    Thread command =
        new Thread(() -> new Cli(shell.shell(), Afterimage.class).run(arguments), "test-watch");
    command.start();
    while (shell.out().lines().count() < lines && command.isAlive()) {
      command.join(20);
    }
    command.interrupt();
    command.join();
    return shell;
  }

  private static void write(String topic, EventRecord event) throws Exception {
    var record =
        new ProducerRecord<>("afterimage." + topic, event.camera(), EventJson.write(event));
    event.cloudEvent().writeTo(record.headers());
    record.headers().add("extra", "text".getBytes(UTF_8));
    producer.send(record).get();
  }

  private static Marker marker(Instant time) {
    return new Marker(new Position(1, 9, 720_000, time), Marker.Kind.END);
  }
}
