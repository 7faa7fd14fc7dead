package io.afterimage.topology.deadletter;

import io.afterimage.contract.CountedFault;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * Sets the record aside from which something came that no topic takes. That is found before the
 * producer has it: one that refuses a record inside a transaction has spoilt the transaction. What
 * the brokers refuse is Kafka Streams' own business.
 */
public final class UnsendableHandler extends Handler implements ProductionExceptionHandler {
  private final ProductionExceptionHandler kafkas = new DefaultProductionExceptionHandler();

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    return kafkas.handleError(context, record, exception);
  }

  @Override
  @SuppressWarnings("rawtypes") // As Kafka Streams has it.
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    if (exception instanceof CountedFault) {
      return Response.resume(letter(SourceRecords.of(context), exception));
    }
    if (context.topic() != null) {
      deadLetters()
          .failed()
          .note(context.topic(), context.partition(), context.offset(), exception);
    }
    return Response.fail();
  }
}
