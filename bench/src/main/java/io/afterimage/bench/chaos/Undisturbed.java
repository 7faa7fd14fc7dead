package io.afterimage.bench.chaos;

import io.afterimage.bench.chaos.compare.Outcome;
import io.afterimage.bench.chaos.process.Cluster;
import java.io.IOException;

/** Makes an undisturbed run over the frames of another run. */
public interface Undisturbed {
  /**
   * Runs the same frames with a state that is empty.
   *
   * @param cluster the brokers that hold the frames; nothing is written any more
   * @return all that comes of them
   * @throws IOException if a folder cannot be written
   * @throws InterruptedException if the thread is asked to stop
   * @throws IllegalStateException if it does not come to its end
   */
  Outcome run(Cluster cluster) throws IOException, InterruptedException;
}
