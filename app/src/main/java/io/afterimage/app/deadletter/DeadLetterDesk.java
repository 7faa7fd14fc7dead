package io.afterimage.app.deadletter;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.letter.RecordBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with dead letters from the command line. Owns clients; for one thread. */
public final class DeadLetterDesk implements AutoCloseable {
  private final Shell shell;
  private final AfterimageConfig config;
  private final KafkaAccess kafka;
  private final CommittedLog log;
  private final LetterBox letters;
  private final LetterText text = new LetterText(ZoneId.systemDefault());

  private DeadLetterDesk(Shell shell, AfterimageConfig config, KafkaAccess kafka) {
    this.shell = shell;
    this.config = config;
    this.kafka = kafka;
    log = new CommittedLog(kafka);
    try {
      letters = new LetterBox(log, config.topics().names());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Connects to the cluster that the settings name, or to the broker of a run on this machine.
   *
   * @param shell where to print
   * @param config the settings
   * @throws AppException {@link Code#KAFKA} if no broker answers or it has no dead letters' topic
   */
  public static DeadLetterDesk open(Shell shell, AfterimageConfig config) {
    KafkaAccess kafka = KafkaAccess.ofRunning(config, shell.environment());
    TopicAdmin.connect(kafka).close();
    return new DeadLetterDesk(shell, config, kafka);
  }

  /**
   * Prints letters, newest last, and to stderr how many there are by cause.
   *
   * @param limit how many of the newest are printed
   * @param json each as one line of JSON, with its place as {@code ref}
   */
  public ExitCode list(LetterFilter filter, int limit, boolean json) {
    LetterList list = new LetterList(limit);
    letters.read(
        letter -> {
          if (filter.passes(letter.content())) {
            list.add(letter);
          }
        });
    list.newest().forEach(letter -> shell.out().println(json ? json(letter) : text.line(letter)));
    shell.err().println(list.summary());
    tellUnreadable();
    return ExitCode.OK;
  }

  private static JsonNode json(Letter letter) {
    ObjectNode content = EventJson.read(EventJson.write(letter.content()), ObjectNode.class);
    ObjectNode line = content.objectNode().put("ref", letter.ref().toString());
    return line.setAll(content);
  }

  private void tellUnreadable() {
    if (letters.unreadable() > 0) {
      shell
          .err()
          .println(
              "%d records of %s are no dead letters that this version reads"
                  .formatted(letters.unreadable(), config.topics().names().deadLetters()));
    }
  }

  /**
   * Prints all of a letter, and writes its record's value to a file.
   *
   * @param out the file; null: none
   * @return {@link ExitCode#PARTLY} if the value cannot be had
   * @throws AppException {@link Code#CONFIG} if there is no such letter or the file cannot be
   *     written
   */
  public ExitCode show(LetterRef ref, @Nullable Path out) {
    Letter letter = letters.letter(ref);
    Recovered found = new Recovery(log).find(letter.content());
    shell.out().print(text.whole(letter, LetterText.plain(found.sentence())));
    shell.out().flush();
    if (out == null) {
      return ExitCode.OK;
    }
    RecordBytes record = found.record();
    byte[] value = record == null ? null : record.value();
    if (value == null) {
      String why = record == null ? LetterText.plain(found.sentence()) : "the record has no value";
      shell.err().println("%s is not written: %s".formatted(out, why));
      return ExitCode.PARTLY;
    }
    try {
      Files.write(shell.folder().resolve(out), value);
    } catch (IOException e) {
      throw new AppException(Code.CONFIG, "%s cannot be written: %s".formatted(out, e), e);
    }
    shell.err().println("%s: %d bytes".formatted(out, value.length));
    return ExitCode.OK;
  }

  /**
   * Puts the records of letters back.
   *
   * @param refs the letters
   * @return {@link ExitCode#PARTLY} if one could not be put back
   * @throws AppException {@link Code#CONFIG} if there is no such letter; nothing is put back then
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode replay(List<LetterRef> refs) throws InterruptedException {
    refs.forEach(letters::letter);
    try (Replayer replayer = new Replayer(log, kafka, config.topics())) {
      int done = 0;
      for (LetterRef ref : refs) {
        Replayer.Outcome outcome = replayer.replay(letters.letter(ref));
        if (outcome.done()) {
          shell.out().println("%s is put back as %s".formatted(ref, outcome.sentence()));
          done++;
        } else {
          shell.err().println("%s is not put back: %s".formatted(ref, outcome.sentence()));
        }
      }
      shell.err().println("%d of %d records put back".formatted(done, refs.size()));
      return done == refs.size() ? ExitCode.OK : ExitCode.PARTLY;
    }
  }

  /** Prints what {@link #replay} would do. */
  public ExitCode plan(List<LetterRef> refs) {
    try (Replayer replayer = new Replayer(log, kafka, config.topics())) {
      int can = 0;
      for (LetterRef ref : refs) {
        Letter letter = letters.letter(ref);
        Replayer.Outcome outcome = replayer.plan(letter);
        can += outcome.done() ? 1 : 0;
        shell.out().println(text.line(letter));
        shell
            .out()
            .println(
                "          %s: %s"
                    .formatted(
                        outcome.done() ? "can be put back" : "cannot be put back",
                        outcome.sentence()));
      }
      shell
          .err()
          .println(
              "%d of %d records can be put back; add --yes to do it".formatted(can, refs.size()));
    }
    return ExitCode.OK;
  }

  /**
   * The letters that a filter lets pass, in the order of their records. Of a record that was put
   * back and failed again only the last letter counts: a replay of all would multiply it.
   */
  public List<LetterRef> choose(LetterFilter filter) {
    TreeMap<String, LetterRef> chosen = new TreeMap<>();
    Set<String> replayed = new HashSet<>();
    letters.read(
        letter -> {
          String origin = letter.content().replayOf();
          if (origin != null) {
            replayed.add(origin);
          }
          if (filter.passes(letter.content())) {
            chosen.put(order(letter), letter.ref());
          }
        });
    tellUnreadable();
    return chosen.values().stream().filter(ref -> !replayed.contains(ref.toString())).toList();
  }

  /** By the records' places: a record that several stages set aside is put back once. */
  private static String order(Letter letter) {
    DeadLetter content = letter.content();
    String place =
        "%s %010d %019d".formatted(content.topic(), content.partition(), content.offset());
    // What was passed in memory has no place; each letter of it tells of another record.
    return content.isOfNoTopic()
        ? "%s %010d %019d".formatted(place, letter.ref().partition(), letter.ref().offset())
        : place;
  }

  @Override
  public void close() {
    log.close();
  }
}
