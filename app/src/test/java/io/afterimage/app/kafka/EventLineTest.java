package io.afterimage.app.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class EventLineTest {
  @Test
  void shouldWriteTopicKeyHeadersAndValueInThatOrder() {
    var record = record("{\"label\":\"fall\",\n \"confidence\":0.8300}".getBytes(UTF_8));
    record.headers().add("ce_id", "front/1/3/fall/start".getBytes(UTF_8));
    record.headers().add("ce_type", "io.afterimage.action.v1".getBytes(UTF_8));

    assertThat(EventLine.of(record))
        .isEqualTo(
            "{\"topic\":\"afterimage.actions\",\"key\":\"front\","
                + "\"headers\":{\"ce_id\":\"front/1/3/fall/start\",\"ce_type\":\"io.afterimage.action.v1\"},"
                + "\"value\":{\"label\":\"fall\",\"confidence\":0.8300}}");
  }

  @Test
  void shouldTellTheSizeOfAPicture() {
    assertThat(EventLine.of(record(new byte[] {1, 2, 3}))).endsWith("\"value\":{\"bytes\":3}}");
    assertThat(EventLine.of(record(new byte[0]))).endsWith("\"value\":{\"bytes\":0}}");
  }

  @Test
  void shouldStayOneLine() {
    assertThat(EventLine.of(record("\"two\\nlines\"".getBytes(UTF_8)))).doesNotContain("\n");
  }

  private static ConsumerRecord<String, byte[]> record(byte[] value) {
    return new ConsumerRecord<>("afterimage.actions", 0, 0, "front", value);
  }
}
