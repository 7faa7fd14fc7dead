package io.afterimage.topology.query;

import io.afterimage.contract.instance.InstanceAddress;
import java.util.List;

/**
 * Who has a camera's state. Immutable.
 *
 * @param partition the camera's partition
 * @param instances first the one that works on it, then those with a copy; only those with an
 *     address
 */
public record Holders(int partition, List<InstanceAddress> instances) {
  /** Copies the list. */
  public Holders {
    instances = List.copyOf(instances);
  }
}
