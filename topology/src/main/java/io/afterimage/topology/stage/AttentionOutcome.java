package io.afterimage.topology.stage;

import io.afterimage.contract.WireName;

/** What became of what was looked at for an event's start; the tag under which it is counted. */
enum AttentionOutcome implements WireName {
  /** Attention that was told. */
  TOLD,
  /** The feature lacks the tensor, or it is of another form. */
  MISSING,
  /** A weight that is not a number, or not a finite one. */
  NOT_A_NUMBER,
  /** A weight below 0. */
  NEGATIVE,
  /** Weights that do not make 1. */
  SUM
}
