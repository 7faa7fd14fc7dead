package io.afterimage.contract;

/** An exception that says under which cause it is counted, and set aside in the dead letters. */
public interface CountedFault {
  /** The kind of fault, in lower case with {@code _} between words. */
  String cause();
}
