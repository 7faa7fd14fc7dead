package io.afterimage.app.memory;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.query.InstanceClient;
import io.afterimage.app.query.InstanceDirectory;
import io.afterimage.app.query.Pages;
import io.afterimage.app.query.RefusedException;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.instance.Instance;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.MemoryList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks running instances, and asks again while memories move between them. Used by one thread. */
final class Questions {
  private static final long PAUSE_MS = 250;

  /** Longer than the one that is asked waits for several others. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final InstanceClient client;
  private final Supplier<InstanceDirectory> search;
  private final Duration patience;
  private @Nullable InstanceDirectory directory;

  private Questions(InstanceClient client, Supplier<InstanceDirectory> search, Duration patience) {
    this.client = client;
    this.search = search;
    this.patience = patience;
  }

  /**
   * Questions to the instance that is named, else to those of the cluster.
   *
   * @throws AppException {@link Code#KAFKA} if neither is named nor a run found on this machine
   */
  static Questions of(Shell shell, AfterimageConfig config, InstanceOptions options) {
    InstanceClient client = new InstanceClient(config.topology().queryToken(), ANSWER_WITHIN);
    InstanceAddress named = options.instance();
    if (named != null) {
      InstanceDirectory one = InstanceDirectory.of(named, client);
      return new Questions(client, () -> one, options.patience());
    }
    KafkaAccess access = KafkaAccess.ofRunning(config, shell.environment());
    String topic = config.topics().names().instances();
    return new Questions(
        client, () -> InstanceDirectory.read(access, topic, client), options.patience());
  }

  /**
   * The memories of all instances. What cannot be read in time is missing, or read from a copy.
   *
   * @throws AppException {@link Code#INSTANCE} if no instance answers, or it refuses
   * @throws InterruptedException if the thread is asked to stop
   */
  MemoryList memories() throws InterruptedException {
    return ask(
        address -> client.get(address, Pages.EVERYWHERE, MemoryList.class),
        list -> list.missing().isEmpty() && list.copies().isEmpty());
  }

  /**
   * A camera's memories.
   *
   * @param values whether to list each element of its tensors
   * @return null if there is none
   * @throws AppException {@link Code#INSTANCE} if no instance answers, or it refuses
   * @throws InterruptedException if the thread is asked to stop
   */
  @Nullable CameraState memory(CameraId camera, boolean values) throws InterruptedException {
    try {
      return ask(
          address -> client.get(address, Pages.memory(camera, values), CameraState.class),
          found -> !found.where().copy());
    } catch (RefusedException e) {
      if (e.status() == RefusedException.UNKNOWN) {
        return null;
      }
      throw new AppException(Code.INSTANCE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What each application keeps of a camera, by application id; an application that cannot answer
   * is left out.
   */
  Map<String, CameraState> kept(CameraId camera, boolean memories) {
    Map<String, CameraState> kept = new LinkedHashMap<>();
    for (Instance instance : directory().answering()) {
      List<String> applications = new ArrayList<>(instance.captions());
      applications.addAll(memories ? instance.memories() : List.of());
      for (String application : applications) {
        if (!kept.containsKey(application)) {
          try {
            kept.put(
                application,
                client.get(instance.address(), Pages.kept(application, camera), CameraState.class));
          } catch (RefusedException e) {
            // Another instance of it may answer.
          }
        }
      }
    }
    return kept;
  }

  /** Asks until the answer is good or time is up; then the last answer has to do. */
  private <T> T ask(Function<InstanceAddress, T> question, Function<T, Boolean> good)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        T answer = question.apply(anybody());
        if (last || good.apply(answer)) {
          return answer;
        }
      } catch (RefusedException e) {
        boolean passing =
            e.status() == RefusedException.NOT_NOW || e.status() == RefusedException.SILENT;
        if (e.status() == RefusedException.UNKNOWN) {
          throw e;
        }
        if (last || !passing) {
          throw new AppException(Code.INSTANCE, String.valueOf(e.getMessage()), e);
        }
        directory = null;
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  private InstanceAddress anybody() {
    return directory().anyWithMemories().orElseThrow(() -> nobody(directory().announced()));
  }

  private InstanceDirectory directory() {
    InstanceDirectory known = directory;
    if (known == null) {
      known = search.get();
      directory = known;
    }
    return known;
  }

  private static RefusedException nobody(List<InstanceAddress> announced) {
    return new RefusedException(
        RefusedException.SILENT,
        announced.isEmpty()
            ? "no instance that keeps memories is known: start 'afterimage topology' or 'run', without topology.query_port=-1"
            : "no instance that keeps memories answers at %s: start 'afterimage topology' or 'run', or name one with --instance"
                .formatted(announced));
  }
}
