package io.afterimage.topology.deadletter;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Notes at which record a stage failed without having foreseen it, and never lets the stream go on:
 * what the stage has already written for the record would be kept. The thread dies, the transaction
 * is undone, and {@link FailedRecords#admit} keeps a record that fails again from being taken a
 * third time. Kafka's own faults are no record's.
 */
public final class FailureHandler extends Handler implements ProcessingExceptionHandler {
  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (context.topic() != null && !isKafkas(exception)) {
      deadLetters()
          .failed()
          .note(context.topic(), context.partition(), context.offset(), exception);
    }
    return Response.fail();
  }

  private static boolean isKafkas(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof KafkaException) {
        return true;
      }
    }
    return false;
  }
}
