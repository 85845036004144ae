package org.dideban.rival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.monitor.MultiMatchingQueries;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.search.IndexSearcher;

/** Does the job of the JSON file that is the one argument, and prints the figures as JSON. */
public final class Main {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private static final int WARM_UP_DOCUMENTS = 200;

  private final Job job;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Main(Job job) {
    this.job = job;
  }

  public static void main(String[] arguments) throws Exception {
    Job job = JSON.readValue(Path.of(arguments[0]).toFile(), Job.class);
    if (!job.settings().cache()) IndexSearcher.setDefaultQueryCache(null);
    System.out.println(JSON.writeValueAsString(new Main(job).measured()));
  }

  private Map<String, Object> measured() throws Exception {
    long before = Measured.heapBytes();
    Frequencies frequencies = new Frequencies(job.frequencies());
    try (Rival rival = new Rival(job.settings(), frequencies)) {
      figures.put("load_seconds", rival.load(job.queries()));
      figures.put("heap_bytes", Measured.heapBytes() - before);
      figures.put("index_entries", rival.entries());
      List<News> documents = read(job.documents(), News.class, Long.MAX_VALUE);
      checkMatches(rival, documents);
      warmUp(rival, documents);
      timeMatches(rival, documents);
      timeUpdates(rival, documents);
    }
    return figures;
  }

  /** Matches every document once and keeps what was found. */
  private void checkMatches(Rival rival, List<News> documents) throws Exception {
    List<int[]> found = new ArrayList<>();
    long run = 0;
    for (List<News> batch : batches(documents)) {
      MultiMatchingQueries<QueryMatch> matches = rival.match(batch);
      run += matches.getQueriesRun();
      for (int each = 0; each < batch.size(); each++) found.add(ids(matches, each));
    }
    figures.put("queries_run_per_document", (double) run / documents.size());
    long total = found.stream().mapToLong(ids -> ids.length).sum();
    figures.put("matches_per_document", (double) total / documents.size());
    figures.put("checksum", Measured.checksum(found, job.matches()));
  }

  private static int[] ids(MultiMatchingQueries<QueryMatch> matches, int document) {
    return matches.getMatches(document).stream()
        .mapToInt(match -> Integer.parseInt(match.getQueryId()))
        .sorted()
        .toArray();
  }

  private void warmUp(Rival rival, List<News> documents) throws IOException {
    List<News> some = documents.subList(0, Math.min(WARM_UP_DOCUMENTS, documents.size()));
    long start = System.nanoTime();
    while (Measured.seconds(System.nanoTime() - start) < job.warmUpSeconds()) {
      for (List<News> batch : batches(some)) rival.match(batch);
    }
  }

  private void timeMatches(Rival rival, List<News> documents) throws IOException {
    List<List<News>> batches = batches(documents);
    long[] best = {Long.MAX_VALUE};
    List<Double> rates = new ArrayList<>();
    List<Double> processorRates = new ArrayList<>();
    for (int pass = 0; pass < job.passes(); pass++) {
      long[] nanos = new long[batches.size()];
      long processor = Measured.processorNanos();
      for (int each = 0; each < nanos.length; each++) {
        long start = System.nanoTime();
        rival.match(batches.get(each));
        nanos[each] = System.nanoTime() - start;
      }
      processor = Measured.processorNanos() - processor;
      processorRates.add(documents.size() / Measured.seconds(processor));
      rates.add(documents.size() / Measured.seconds(Arrays.stream(nanos).sum()));
      if (Arrays.stream(nanos).sum() < Arrays.stream(best).sum() || pass == 0) best = nanos;
    }
    figures.put("documents_per_second", Collections.max(rates));
    figures.put("documents_per_processor_second", Collections.max(processorRates));
    figures.put("documents_per_second_of_passes", rates);
    figures.put("median_seconds", Measured.quantile(best, 0.5));
    figures.put("p99_seconds", Measured.quantile(best, 0.99));
  }

  /** Adds queries one by one, each found by the next document, and removes them again. */
  private void timeUpdates(Rival rival, List<News> documents) throws IOException {
    List<JsonNode> lines = read(job.queries(), JsonNode.class, job.updates());
    long[] adds = new long[lines.size()];
    long[] removals = new long[lines.size()];
    for (int each = 0; each < adds.length; each++) {
      News document = documents.get(each % documents.size());
      JsonNode tree = orWord(lines.get(each).get("tree"), document.title().get(0));
      String id = "added" + each;
      long start = System.nanoTime();
      rival.add(id, tree);
      adds[each] = System.nanoTime() - start;
      require(matches(rival, document, id), "an added query is not found");
      start = System.nanoTime();
      rival.remove(id);
      removals[each] = System.nanoTime() - start;
      require(!matches(rival, document, id), "a removed query is found");
    }
    if (adds.length == 0) return;
    figures.put("add_seconds", Measured.quantile(adds, 0.5));
    figures.put("remove_seconds", Measured.quantile(removals, 0.5));
  }

  private static JsonNode orWord(JsonNode tree, String word) {
    ArrayNode ways = JSON.createArrayNode().add(tree);
    ways.add(JSON.createArrayNode().add("term").add(word));
    return JSON.createArrayNode().add("or").add(ways);
  }

  private static boolean matches(Rival rival, News document, String id) throws IOException {
    return rival.match(List.of(document)).getMatches(0).contains(new QueryMatch(id));
  }

  private static void require(boolean truth, String otherwise) {
    if (!truth) throw new IllegalStateException(otherwise);
  }

  private List<List<News>> batches(List<News> documents) {
    int size = job.settings().batch();
    List<List<News>> batches = new ArrayList<>();
    for (int start = 0; start < documents.size(); start += size) {
      batches.add(documents.subList(start, Math.min(start + size, documents.size())));
    }
    return batches;
  }

  private static <T> List<T> read(Path file, Class<T> type, long most) throws IOException {
    List<T> read = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines.limit(most)::iterator) {
        read.add(JSON.readValue(line, type));
      }
    }
    return read;
  }
}
