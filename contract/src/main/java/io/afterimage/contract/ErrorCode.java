package io.afterimage.contract;

/** Why a value that came from outside was refused; the tag under which it is counted. */
public enum ErrorCode {
  /** A camera id with characters or a length that is not allowed. */
  BAD_CAMERA_ID,
  /** A header or field that must be there is not. */
  MISSING_FIELD,
  /** A header or field whose value is out of range or of the wrong form. */
  BAD_FIELD,
  /** Bytes that end early or go on too long. */
  BAD_LENGTH,
  /** A format version that this build does not read. */
  UNKNOWN_VERSION,
  /** A record for a pack of the same name with other content than the one that runs. */
  OTHER_VERSION,
  /** A record at which a stage failed again and again, for a reason that nobody foresaw. */
  FAILED
}
