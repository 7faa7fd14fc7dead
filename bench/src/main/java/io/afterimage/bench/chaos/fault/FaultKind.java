package io.afterimage.bench.chaos.fault;

import io.afterimage.contract.WireName;

/** What can be done to a pipeline. */
public enum FaultKind implements WireName {
  /** {@code kill -9} of a process that reads cameras. */
  KILL_INGEST,
  /** {@code kill -9} of a process that encodes. */
  KILL_INFERENCE,
  /** {@code kill -9} of a process that keeps memories. */
  KILL_TOPOLOGY,
  /** {@code kill -9} of a process that puts into words. */
  KILL_CAPTIONING,
  /** {@code kill -9} of a broker. */
  KILL_BROKER,
  /** {@code SIGTERM} of a broker, and its return. */
  RESTART_BROKER,
  /** Other leaders for some partitions, internal ones included. */
  MOVE_LEADERS,
  /** {@code SIGSTOP} of a role for up to 15 s. */
  PAUSE_ROLE,
  /** {@code SIGSTOP} of a broker for up to 15 s. */
  PAUSE_BROKER,
  /** No space left for the state of a process that keeps memories. */
  FULL_DISK,
  /** Late, slow, still or broken connections between roles and brokers. */
  SLOW_NETWORK,
  /** A jump of the wall clock of a role or a broker, two minutes ahead or behind. */
  CLOCK_SKEW
}
