package io.afterimage.app.query;

import com.sun.net.httpserver.HttpExchange;
import io.afterimage.app.config.Secret;
import io.afterimage.app.http.Reply;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.instance.Instance;
import io.afterimage.topology.TopologyException;
import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.StateReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages of an instance, as JSON:
 *
 * <pre>
 *   /instance                                who it is
 *   /memories[?everywhere=true]              the memories that lie here, or those of all instances
 *   /memories/CAMERA[?values=true]           a camera's memories, wherever they lie
 *   /applications/ID/cameras/CAMERA[?here=true]   what an application keeps of a camera
 * </pre>
 *
 * Thread-safe.
 */
final class QueryPages {
  private static final String BEARER = "Bearer ";
  private static final Pattern MEMORY = Pattern.compile("/memories/([^/]+)");
  private static final Pattern KEPT = Pattern.compile("/applications/([^/]+)/cameras/([^/]+)");

  private final StateDesk desk;
  private final Supplier<Instance> self;
  private final @Nullable Secret token;
  private final MeterRegistry meters;

  QueryPages(
      StateDesk desk, Supplier<Instance> self, @Nullable Secret token, MeterRegistry meters) {
    this.desk = desk;
    this.self = self;
    this.token = token;
    this.meters = meters;
  }

  /** The page that is asked for. */
  Reply answer(HttpExchange exchange) {
    Reply reply =
        mayAsk(exchange)
            ? answer(exchange.getRequestURI().getPath(), wishes(exchange))
            : Reply.error(
                RefusedException.TOKEN,
                "instance %s wants the token: set topology.query_token to the one that it has"
                    .formatted(self.get().address()));
    meters.counter("afterimage.queries", "status", Integer.toString(reply.status())).increment();
    return reply;
  }

  private boolean mayAsk(HttpExchange exchange) {
    if (token == null) {
      return true;
    }
    List<String> shown = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    return shown.size() == 1
        && shown.get(0).startsWith(BEARER)
        && token.matches(shown.get(0).substring(BEARER.length()));
  }

  private static Set<String> wishes(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query == null ? Set.of() : Set.copyOf(List.of(query.split("&")));
  }

  private Reply answer(String path, Set<String> wishes) {
    try {
      Matcher memory = MEMORY.matcher(path);
      Matcher kept = KEPT.matcher(path);
      if (path.equals(Pages.INSTANCE)) {
        return Reply.json(self.get());
      }
      if (path.equals(Pages.MEMORIES)) {
        StateReader reader = memories();
        return Reply.json(
            wishes.contains("everywhere=true") ? desk.everywhere(reader) : reader.memories());
      }
      if (memory.matches()) {
        return memory(new CameraId(memory.group(1)), wishes.contains("values=true"));
      }
      return kept.matches()
          ? kept(kept.group(1), new CameraId(kept.group(2)), wishes)
          : Reply.error(404, "there is no such page: try /memories");
    } catch (ContractException e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    } catch (TopologyException e) {
      return Reply.error(RefusedException.NOT_NOW, String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return Reply.error(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private Reply memory(CameraId camera, boolean values) {
    CameraState found = desk.find(memories(), camera, values);
    if (!found.memories().isEmpty()) {
      return Reply.json(found);
    }
    return found.where().copy()
        ? Reply.error(
            RefusedException.NOT_NOW,
            "the memory of camera '%s' is being restored: ask again in some seconds"
                .formatted(camera))
        : Reply.error(
            RefusedException.UNKNOWN, "there is no memory of camera '%s'".formatted(camera));
  }

  private Reply kept(String application, CameraId camera, Set<String> wishes) {
    StateReader reader = desk.reader(application);
    if (reader == null) {
      throw notHere("no topology '" + application + "'");
    }
    boolean values = wishes.contains("values=true");
    CameraState found =
        wishes.contains("here=true")
            ? reader.camera(camera, values)
            : desk.find(reader, camera, values);
    return found == null
        ? Reply.error(
            RefusedException.NOT_NOW,
            "camera '%s' does not lie on instance %s".formatted(camera, self.get().address()))
        : Reply.json(found);
  }

  private StateReader memories() {
    StateReader reader = desk.memories();
    if (reader == null) {
      throw notHere("no topology that keeps memories");
    }
    return reader;
  }

  private RefusedException notHere(String what) {
    return new RefusedException(
        RefusedException.NOT_NOW, "%s runs on instance %s".formatted(what, self.get().address()));
  }
}
