package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameEncoderTest {
  @TempDir Path temp;
  private PackRuntime runtime;

  @BeforeEach
  void open() {
    runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(2));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void shouldGiveOutputsInManifestOrderWithBatchOfOne() {
    List<Tensor> outputs = runtime.encoder().encode(frames(1, 1)).get(0);

    assertThat(outputs).extracting(Tensor::name).containsExactly("feature", "thumb");
    assertThat(outputs).extracting(Tensor::shape).containsOnly(Shape.of(1, 6));
  }

  @Test
  void shouldScalePixelsAsManifestSays() {
    // The graph's thumb undoes mean and std and averages cells of 4 by 4.
    byte[] frame = new byte[runtime.encoder().input().byteSize()];
    for (int y = 0; y < 4; y++) {
      for (int x = 4; x < 8; x++) {
        frame[y * 12 + x] = (byte) 204;
      }
    }

    Tensor thumb = runtime.encoder().encode(List.of(ByteBuffer.wrap(frame))).get(0).get(1);

    float[] values = new float[6];
    thumb.floats().get(values);
    assertThat(values).usingComparatorWithPrecision(1e-6f).containsExactly(0, 0.8f, 0, 0, 0, 0);
  }

  @Test
  void shouldGiveSameBitsInEveryBatch() {
    List<ByteBuffer> frames = frames(16, 2);
    List<List<Tensor>> alone =
        frames.stream().map(frame -> runtime.encoder().encode(List.of(frame)).get(0)).toList();

    for (int size = 1; size <= 16; size++) {
      assertThat(runtime.encoder().encode(frames.subList(0, size)))
          .as("batch of %d", size)
          .isEqualTo(alone.subList(0, size));
    }
  }

  @Test
  void shouldNotCareForOrderInBatch() {
    List<ByteBuffer> frames = frames(7, 3);
    List<List<Tensor>> forwards = runtime.encoder().encode(frames);
    List<ByteBuffer> turned = new ArrayList<>(frames);
    Collections.reverse(turned);

    List<List<Tensor>> backwards = new ArrayList<>(runtime.encoder().encode(turned));
    Collections.reverse(backwards);

    assertThat(backwards).isEqualTo(forwards);
  }

  @Test
  void shouldEncodeMoreFramesThanABatchHolds() {
    List<ByteBuffer> frames = frames(37, 4);

    List<List<Tensor>> together = runtime.encoder().encode(frames);

    assertThat(together).hasSize(37);
    assertThat(together.get(36)).isEqualTo(runtime.encoder().encode(frames.subList(36, 37)).get(0));
  }

  @Test
  void shouldLeaveFramesAndEarlierResultsAlone() {
    ByteBuffer frame = frames(1, 5).get(0);
    ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();

    List<Tensor> first = runtime.encoder().encode(List.of(frame)).get(0);
    List<Tensor> repeated = runtime.encoder().encode(List.of(copy)).get(0);
    runtime.encoder().encode(frames(16, 6));

    assertThat(frame).isEqualTo(copy);
    assertThat(first).isEqualTo(repeated);
  }

  @Test
  void shouldServeMoreThreadsThanWorkers() throws Exception {
    List<ByteBuffer> frames = frames(16, 7);
    List<List<Tensor>> expected = runtime.encoder().encode(frames);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<List<Tensor>>>> results = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        results.add(threads.submit(() -> runtime.encoder().encode(frames)));
      }
      for (Future<List<List<Tensor>>> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldRefuseFrameOfAnotherSize() {
    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () -> runtime.encoder().encode(List.of(ByteBuffer.allocate(191))));

    assertThat(refused.code()).isEqualTo(Code.BAD_TENSOR);
    assertThat(refused)
        .hasMessageContaining(
            "frame has 191 bytes, but gray8-12x8-current.previous-stretch has 192");
  }

  private List<ByteBuffer> frames(int count, long seed) {
    Random random = new Random(seed);
    List<ByteBuffer> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[runtime.encoder().input().byteSize()];
      random.nextBytes(pixels);
      frames.add(ByteBuffer.wrap(pixels));
    }
    return frames;
  }
}
