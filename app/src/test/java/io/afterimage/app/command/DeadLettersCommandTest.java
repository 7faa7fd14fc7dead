package io.afterimage.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DeadLettersCommandTest {
  private static final AtomicInteger CLUSTERS = new AtomicInteger();
  private static final byte[] VALUE = {1, 2, 3, 0, -1};

  @TempDir private static Path folder;
  private static DataFolder data;
  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  private Topics topics = new Topics("unused");
  private CapturedShell shell = new CapturedShell(folder, Map.of());

  @BeforeAll
  static void start() {
    data = DataFolder.open(folder, 0);
    broker = EmbeddedBroker.start(data, 0);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
    data.close();
  }

  @BeforeEach
  void prepare() {
    topics = new Topics("letters" + CLUSTERS.incrementAndGet());
    AfterimageConfig config =
        new ConfigLoader(folder, Map.of())
            .load(
                null,
                List.of(
                    new Setting("topics.prefix", topics.prefix(), "--set"),
                    new Setting("topics.partitions", "2", "--set")));
    try (TopicAdmin admin =
        TopicAdmin.connect(KafkaAccess.of(config.kafka(), broker.bootstrap()))) {
      admin.prepare(config.topics());
    }
  }

  private int run(String... arguments) {
    shell = new CapturedShell(folder, Map.of());
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--kafka", broker.bootstrap(), "--topic-prefix", topics.prefix()));
    return new Cli(shell.shell(), Afterimage.class).run(all.toArray(String[]::new));
  }

  /** Sends a record that a stage then sets aside; its letter's reference. */
  private String setAside(String topic, byte @Nullable [] value, int maxPayload) throws Exception {
    var headers = new RecordHeaders().add("epoch", "2".getBytes(UTF_8));
    byte[] key = "door".getBytes(UTF_8);
    RecordMetadata at =
        producer.send(new ProducerRecord<>(topic, 1, null, key, value, headers)).get();
    return write(
        new RecordBytes(topic, 1, at.offset(), at.timestamp(), headers, key, value), maxPayload);
  }

  private String write(RecordBytes record, int maxPayload) throws Exception {
    DeadLetter letter =
        new LetterWriter("memory", maxPayload, Clock.systemUTC())
            .write(
                record,
                "bad_length",
                new ContractException(ErrorCode.BAD_LENGTH, "it ends\u001b[31m early"));
    RecordMetadata at =
        producer
            .send(
                new ProducerRecord<>(
                    topics.deadLetters(), 1, record.key(), EventJson.write(letter)))
            .get();
    return at.partition() + "@" + at.offset();
  }

  /** Lets a topic lose all records that it has. */
  private void lose(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 1), RecordsToDelete.beforeOffset(-1)))
          .all()
          .get();
    }
  }

  /** The last record of a topic's partition, which must be at an offset. */
  private ConsumerRecord<byte[], byte[]> record(String topic, long offset) {
    TopicPartition at = new TopicPartition(topic, 1);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(at));
      assertThat(consumer.endOffsets(List.of(at)).get(at)).isEqualTo(offset + 1);
      consumer.seek(at, offset);
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          return record;
        }
      }
    }
  }

  private void assertPutBack(String ref, String topic, long offset, byte[] value) {
    ConsumerRecord<byte[], byte[]> record = record(topic, offset);
    assertThat(record.key()).isEqualTo("door".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo(value);
    assertThat(record.headers())
        .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .containsExactly("epoch=2", "replay_of=" + ref);
  }

  @Test
  void shouldListLettersWithTheirPlaceAndCountThemByCause() throws Exception {
    setAside(topics.features(), VALUE, 100);
    String second = setAside(topics.captionAsks(), null, 100);
    producer.send(new ProducerRecord<>(topics.deadLetters(), 0, null, "{}".getBytes(UTF_8))).get();

    assertThat(run("list", "--limit", "1", "--stage", "memory", "--since", "1h")).isZero();
    assertThat(shell.out().lines())
        .singleElement()
        .asString()
        .startsWith(second + " ")
        .contains("memory", "bad_length", "door", topics.captionAsks() + "-1@0, 0 bytes: it ends")
        .doesNotContain("\u001b");
    assertThat(shell.err())
        .contains("2 dead letters, the last 1 shown: bad_length 2")
        .contains("1 records of " + topics.deadLetters() + " are no dead letters");

    assertThat(run("list", "--camera", "yard")).isZero();
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains("no dead letters");

    assertThat(run("list", "--json")).isZero();
    assertThat(shell.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"ref\":\"1@") && line.contains("\"payload\":"));
  }

  @Test
  void shouldShowAllOfALetterAndWriteItsRecord() throws Exception {
    String ref = setAside(topics.features(), VALUE, 2);
    Path out = folder.resolve("record.bin");

    assertThat(run("show", ref, "--out", "record.bin")).isZero();
    assertThat(shell.out())
        .contains("cause      bad_length")
        .contains("record     " + topics.features() + "-1@0")
        .contains("key        door")
        .contains("header     epoch = 2")
        .contains("kept       a part: its payload was cut at 2 of 5 bytes")
        .contains("now        still in its topic, unchanged")
        .doesNotContain("\u001b");
    assertThat(Files.readAllBytes(out)).isEqualTo(VALUE);

    lose(topics.features());
    Files.delete(out);
    assertThat(run("show", ref, "--out", "record.bin")).isEqualTo(8);
    assertThat(shell.err())
        .contains("record.bin is not written: ")
        .contains("no longer holds it, and its payload was cut at 2 of 5 bytes");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldPutARecordBackFromItsTopic() throws Exception {
    String ref = setAside(topics.features(), VALUE, 0);

    assertThat(run("replay", ref)).isZero();
    assertThat(shell.out()).contains(ref + " is put back as " + topics.features() + "-1@1");
    assertPutBack(ref, topics.features(), 1, VALUE);
  }

  @Test
  void shouldPutARecordBackFromItsLetterWhenItsTopicHasLostIt() throws Exception {
    String ref = setAside(topics.frames(), VALUE, VALUE.length);
    String tombstone = setAside(topics.captionAsks(), null, 0);
    lose(topics.frames());
    lose(topics.captionAsks());

    assertThat(run("replay", ref, tombstone)).isZero();
    assertPutBack(ref, topics.frames(), 1, VALUE);
    assertThat(record(topics.captionAsks(), 1).value()).isNull();
  }

  @Test
  void shouldNameWhatItCannotPutBackAndPutBackTheRest() throws Exception {
    String cut = setAside(topics.features(), VALUE, 4);
    lose(topics.features());
    String good = setAside(topics.features(), VALUE, 4);

    assertThat(run("replay", cut, good)).isEqualTo(8);
    assertThat(shell.err())
        .contains(
            "%s is not put back: %s-1 no longer holds it, and its payload was cut at 4 of 5 bytes"
                .formatted(cut, topics.features()))
        .contains("1 of 2 records put back");
    assertPutBack(good, topics.features(), 2, VALUE);
  }

  @Test
  void shouldRefuseWhatIsNoLongerTheSameRecord() throws Exception {
    setAside(topics.features(), new byte[] {9, 9}, 100);
    ConsumerRecord<byte[], byte[]> there = record(topics.features(), 0);
    String other =
        write(
            new RecordBytes(
                topics.features(), 1, 0, there.timestamp(), there.headers(), there.key(), VALUE),
            1);
    assertThat(run("replay", other)).isEqualTo(8);
    assertThat(shell.err()).contains("holds another record at its offset, and its payload was cut");

    DeadLetter honest =
        new LetterWriter("memory", 100, Clock.systemUTC())
            .write(
                new RecordBytes(
                    topics.features(), 1, 77, 0, new RecordHeaders(), new byte[0], VALUE),
                "failed",
                new IllegalStateException("x"));
    String forged =
        new String(EventJson.write(honest), UTF_8).replace(honest.sha256(), "0".repeat(64));
    RecordMetadata at =
        producer
            .send(new ProducerRecord<>(topics.deadLetters(), 0, null, forged.getBytes(UTF_8)))
            .get();
    assertThat(run("replay", "0@" + at.offset())).isEqualTo(8);
    assertThat(shell.err()).contains("what the letter holds has another hash than it says");
  }

  @Test
  void shouldPutNothingIntoATopicThatNoStageReads() throws Exception {
    String event = setAside(topics.actions(), VALUE, 100);
    assertThat(run("replay", event)).isEqualTo(8);
    assertThat(shell.err()).contains("no stage reads '" + topics.actions() + "'");

    String clock = write(new RecordBytes("", -1, -1, -1, new RecordHeaders(), null, null), 100);
    assertThat(run("replay", clock)).isEqualTo(8);
    assertThat(shell.err()).contains("no record caused it: the clock was at work");
  }

  @Test
  void shouldChooseByFiltersAndWaitForYes() throws Exception {
    String first = setAside(topics.features(), VALUE, 100);
    // The record of the first letter was put back and failed again.
    var headers = new RecordHeaders().add(DeadLetter.REPLAY_OF, first.getBytes(UTF_8));
    byte[] key = "door".getBytes(UTF_8);
    RecordMetadata again =
        producer.send(new ProducerRecord<>(topics.features(), 1, null, key, VALUE, headers)).get();
    RecordBytes record =
        new RecordBytes(
            topics.features(), 1, again.offset(), again.timestamp(), headers, key, VALUE);
    String second = write(record, 100);
    write(record, 100);

    assertThat(run("replay", "--cause", "bad_length")).isZero();
    assertThat(shell.out()).contains("can be put back: still in its topic").doesNotContain(first);
    assertThat(shell.err()).contains("1 of 1 records can be put back; add --yes");
    assertThat(record(topics.features(), 1).offset()).isEqualTo(1);

    assertThat(run("replay", "--cause", "bad_length", "--yes")).isZero();
    assertThat(shell.err()).contains("1 of 1 records put back");
    ConsumerRecord<byte[], byte[]> back = record(topics.features(), 2);
    assertThat(back.headers()).hasSize(1);
    assertThat(run("show", second)).isZero();
    assertThat(shell.out()).contains("put back   from " + first + ", and failed again");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThat(run("replay")).isEqualTo(2);
    assertThat(shell.err()).contains("name letters, or choose them by --stage");
    assertThat(run("replay", "0@1", "--stage", "encode")).isEqualTo(2);
    assertThat(run("show", "latest")).isEqualTo(2);
    assertThat(shell.err()).contains("'latest' names no dead letter: write PARTITION@OFFSET");
    for (String nowhere : Arrays.asList("0@5", "7@0")) {
      assertThat(run("show", nowhere)).isEqualTo(2);
      assertThat(shell.err()).contains("there is no dead letter " + nowhere);
    }
    assertThat(run("list", "--limit", "0")).isEqualTo(2);
    topics = new Topics("nobody");
    assertThat(run("list")).isEqualTo(4);
    assertThat(shell.err()).contains("there is no topic nobody.dead-letters: check --topic-prefix");
  }
}
