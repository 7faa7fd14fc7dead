package io.afterimage.topology.forget;

import io.afterimage.contract.WireName;

/** Why a camera was forgotten; the tag under which it is counted. */
enum ForgetCause implements WireName {
  /** Somebody said so. */
  COMMAND,
  /** Nothing was heard of it for long. */
  EXPIRED
}
