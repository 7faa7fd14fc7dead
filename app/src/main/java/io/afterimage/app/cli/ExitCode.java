package io.afterimage.app.cli;

import io.afterimage.app.AppException;
import io.afterimage.contract.ContractException;
import io.afterimage.inference.InferenceException;
import io.afterimage.ingest.IngestException;
import io.afterimage.topology.TopologyException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the process ends; part of the interface, so numbers never change their meaning. */
public enum ExitCode {
  /** All done. */
  OK(0, "All went well."),
  /** A fault of the program itself. */
  UNEXPECTED(1, "An unexpected error: please report it with the output of --verbose."),
  /** Options or settings that are wrong. */
  USAGE(2, "An option or a setting is wrong."),
  /** A source could not be read to its end; the others were. */
  SOURCE_FAILED(3, "A source failed; the others were read to their end."),
  /** No Kafka, or one that refuses. */
  KAFKA(4, "Kafka, or the embedded broker, does not work."),
  /** A pack or its execution provider. */
  PACK(5, "A pack or its execution provider cannot be used."),
  /** The data folder. */
  DATA_FOLDER(6, "The data folder is in use, full, or cannot be written."),
  /** What runs does not answer. */
  UNANSWERED(7, "No running instance answers, or the one that does cannot, or refuses."),
  /** Part of it is done. */
  PARTLY(8, "Some of what was asked for could not be done; the rest was."),
  /** Two things that were to be equal are not. */
  DIFFERENT(9, "There are differences, and --fail-on-difference was given."),
  /** Stopped by Ctrl-C; what the shell reports for SIGINT. */
  INTERRUPTED(130, "Stopped by Ctrl-C.");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int status() {
    return status;
  }

  /** The code for what stopped a command; every module's own exceptions are expected. */
  public static ExitCode of(Throwable error) {
    if (error instanceof AppException app) {
      return of(app.code());
    }
    if (error instanceof IngestException ingest) {
      return of(ingest.code());
    }
    if (error instanceof TopologyException topology) {
      return of(topology.code());
    }
    if (error instanceof InferenceException) {
      return PACK;
    }
    if (error instanceof ContractException) {
      return USAGE;
    }
    return error instanceof InterruptedException ? INTERRUPTED : UNEXPECTED;
  }

  private static ExitCode of(AppException.Code code) {
    return switch (code) {
      case CONFIG -> USAGE;
      case DATA_FOLDER -> DATA_FOLDER;
      case BROKER, KAFKA -> KAFKA;
      case PACK -> PACK;
      case INSTANCE -> UNANSWERED;
      case SOURCE -> SOURCE_FAILED;
    };
  }

  private static ExitCode of(IngestException.Code code) {
    return switch (code) {
      case BROKER -> KAFKA;
      case UNWRITABLE, BAD_ADDRESS -> USAGE;
      default -> SOURCE_FAILED;
    };
  }

  private static ExitCode of(TopologyException.Code code) {
    return switch (code) {
      case BAD_SETTING -> USAGE;
      case STATE_DIR -> DATA_FOLDER;
      case NOT_RUNNING, TOPICS, NOT_ALLOWED, STOPPED -> KAFKA;
      case UNAVAILABLE -> UNANSWERED;
    };
  }

  /** Meanings by status, for the help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values())
        .forEach(code -> meanings.put(Integer.toString(code.status), code.meaning));
    return meanings;
  }
}
