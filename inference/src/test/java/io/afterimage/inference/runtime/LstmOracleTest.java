package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.afterimage.inference.TestPacks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ONNX Runtime's LSTM against its equations, in double precision: gates in the order i, o, f, c;
 * with peepholes i and f see the cell before, o the cell after.
 */
class LstmOracleTest {
  private static final int IN = 4;
  private static final int SIZE = 5;
  private static final int STEPS = 5_000;

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "lstm_peephole"})
  void shouldKeepTheEquationsOverFiveThousandSteps(String graph) throws OrtException {
    float[] x = new float[STEPS * IN];
    Random random = new Random(11);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(TestPacks.graph(graph));
        OnnxTensor whole = tensor(environment, x, STEPS, 1, IN);
        OnnxTensor zeros = tensor(environment, new float[SIZE], 1, 1, SIZE);
        OrtSession.Result result = session.run(Map.of("x", whole, "h", zeros, "c", zeros))) {
      Oracle oracle = new Oracle(result, graph.equals("lstm_peephole"));
      float[] all = floats(result, "y");
      OnnxTensor h = zeros;
      OnnxTensor c = zeros;
      OrtSession.Result last = null;
      for (int step = 0; step < STEPS; step++) {
        oracle.step(x, step * IN);
        try (OnnxTensor one =
            tensor(environment, Arrays.copyOfRange(x, step * IN, (step + 1) * IN), 1, 1, IN)) {
          OrtSession.Result next = session.run(Map.of("x", one, "h", h, "c", c));
          if (last != null) {
            last.close();
          }
          last = next;
          h = (OnnxTensor) next.get("h_out").orElseThrow();
          c = (OnnxTensor) next.get("c_out").orElseThrow();
        }
        FloatBuffer alone = h.getFloatBuffer();
        for (int k = 0; k < SIZE; k++) {
          double expected = oracle.h[k];
          assertThat((double) all[step * SIZE + k])
              .as("whole sequence, step %d", step)
              .isCloseTo(expected, within(1e-5));
          assertThat((double) alone.get(k))
              .as("step by step, step %d", step)
              .isCloseTo(expected, within(1e-5));
        }
      }
      if (last != null) {
        last.close();
      }
    }
  }

  private static final class Oracle {
    private final float[] w;
    private final float[] r;
    private final float[] b;
    private final float[] p;
    private final double[] h = new double[SIZE];
    private final double[] c = new double[SIZE];

    Oracle(OrtSession.Result weights, boolean peephole) {
      w = floats(weights, "weights_w");
      r = floats(weights, "weights_rw");
      b = floats(weights, "weights_b");
      p = peephole ? floats(weights, "weights_p") : new float[3 * SIZE];
    }

    void step(float[] x, int at) {
      double[] before = h.clone();
      for (int k = 0; k < SIZE; k++) {
        double i = sigmoid(sum(0, k, x, at, before) + p[k] * c[k]);
        double f = sigmoid(sum(2, k, x, at, before) + p[2 * SIZE + k] * c[k]);
        double g = Math.tanh(sum(3, k, x, at, before));
        c[k] = f * c[k] + i * g;
        double o = sigmoid(sum(1, k, x, at, before) + p[SIZE + k] * c[k]);
        h[k] = o * Math.tanh(c[k]);
      }
    }

    private double sum(int gate, int k, float[] x, int at, double[] before) {
      int row = gate * SIZE + k;
      double sum = (double) b[row] + b[4 * SIZE + row];
      for (int j = 0; j < IN; j++) {
        sum += (double) w[row * IN + j] * x[at + j];
      }
      for (int j = 0; j < SIZE; j++) {
        sum += r[row * SIZE + j] * before[j];
      }
      return sum;
    }

    private static double sigmoid(double v) {
      return 1 / (1 + Math.exp(-v));
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, float[] values, long... dims)
      throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), dims);
  }

  private static float[] floats(OrtSession.Result result, String name) {
    FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
