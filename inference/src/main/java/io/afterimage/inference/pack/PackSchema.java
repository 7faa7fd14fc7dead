package io.afterimage.inference.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The published JSON Schema (draft 2020-12) of {@code pack.yaml}, format 1. Immutable and
 * thread-safe.
 */
public final class PackSchema {
  /** The newest format that this build reads. */
  public static final int FORMAT = 1;

  private static final String RESOURCE = "pack.schema.json";

  private final Schema schema;

  /** Loads the schema from the class path. */
  public PackSchema() {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(), InputFormat.JSON);
  }

  /** The schema itself, as JSON. */
  public static String text() {
    try (InputStream in = PackSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a manifest breaks the schema: one sentence for each place. */
  List<String> problems(JsonNode manifest) {
    return schema.validate(manifest).stream().map(PackSchema::sentence).distinct().toList();
  }

  private static String sentence(Error error) {
    String place = place(error.getInstanceLocation());
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          "%s is not a known key".formatted(join(place, error.getProperty()));
      case "required" -> "%s is missing".formatted(join(place, error.getProperty()));
      case "pattern" ->
          "%s: %s does not have the form %s"
              .formatted(place, error.getInstanceNode(), error.getSchemaNode().stringValue());
      case "enum" ->
          "%s: %s is not known: expected one of %s"
              .formatted(place, error.getInstanceNode(), choices(error.getSchemaNode()));
      case "false" -> "%s: a pack with a caption part has none".formatted(place);
      case "anyOf", "const" ->
          "%s: %s is neither a number of at least 1 nor N"
              .formatted(place, error.getInstanceNode());
      default -> "%s: %s".formatted(place, error.getMessage());
    };
  }

  private static String choices(JsonNode names) {
    return names.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(", "));
  }

  private static String place(NodePath path) {
    StringBuilder place = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      if (element instanceof Integer index) {
        place.append('[').append(index).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(element);
      }
    }
    return place.isEmpty() ? "pack.yaml" : place.toString();
  }

  private static String join(String place, String key) {
    return place.equals("pack.yaml") ? key : place + "." + key;
  }
}
