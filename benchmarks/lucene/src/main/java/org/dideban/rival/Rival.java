package org.dideban.rival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultiMatchingQueries;
import org.apache.lucene.monitor.QueryMatch;

/** A Lucene Monitor, loaded with the queries of a file. */
final class Rival implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final Trees trees;
  private final Configuration configuration;
  private final Monitor monitor;

  Rival(Settings settings, Frequencies frequencies) throws IOException {
    this.settings = settings;
    trees = new Trees(settings);
    configuration = new Configuration(settings);
    monitor =
        new Monitor(
            new KeywordAnalyzer(), configuration.presearcher(frequencies), configuration);
  }

  /** Adds all queries and returns the seconds of it, without those of reading the file. */
  double load(Path file) throws IOException {
    long nanos = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      List<JsonNode> read = next(lines);
      while (!read.isEmpty()) {
        long start = System.nanoTime();
        add(read);
        nanos += System.nanoTime() - start;
        read = next(lines);
      }
    }
    long start = System.nanoTime();
    configuration.merge();
    monitor.register(List.of());
    return Measured.seconds(nanos + System.nanoTime() - start);
  }

  /** Adds one query, to be found by the very next document. */
  void add(String id, JsonNode tree) throws IOException {
    monitor.register(new MonitorQuery(id, trees.query(tree)));
  }

  void remove(String id) throws IOException {
    monitor.deleteById(id);
  }

  /** Returns the matches of the documents, which are few enough to be matched together. */
  MultiMatchingQueries<QueryMatch> match(List<News> news) throws IOException {
    Document[] documents = news.stream().map(trees::indexed).toArray(Document[]::new);
    MultiMatchingQueries<QueryMatch> matches =
        monitor.match(documents, QueryMatch.SIMPLE_MATCHER);
    if (!matches.getErrors().isEmpty()) {
      throw new IllegalStateException(matches.getErrors().toString());
    }
    return matches;
  }

  /** Returns how many entries the index has, in which the ways of an OR may count apart. */
  int entries() throws IOException {
    return monitor.getDisjunctCount();
  }

  @Override
  public void close() throws IOException {
    monitor.close();
  }

  private void add(List<JsonNode> read) throws IOException {
    List<MonitorQuery> queries = new ArrayList<>(read.size());
    for (JsonNode line : read) {
      queries.add(new MonitorQuery(line.get("id").asText(), trees.query(line.get("tree"))));
    }
    monitor.register(queries);
  }

  private List<JsonNode> next(BufferedReader lines) throws IOException {
    List<JsonNode> read = new ArrayList<>();
    String line;
    while (read.size() < settings.commitEvery() && (line = lines.readLine()) != null) {
      read.add(JSON.readTree(line));
    }
    return read;
  }
}
