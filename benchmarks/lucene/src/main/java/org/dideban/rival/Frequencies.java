package org.dideban.rival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.TermWeightor;

/** In how many documents of a sample a term is, and the weight that follows from it. */
final class Frequencies {

  /** Ends a term that stands for all words with this beginning. */
  static final String PREFIX_MARK = "\u0001";

  /** Shares of the documents that have one value; a title's share of a document's words. */
  private static final Map<String, Double> SHARES = Map.of("lang", 0.2, "source", 0.001);

  private static final double TITLE_SHARE = 0.05;

  private final int documents;
  private final TreeMap<String, Integer> words = new TreeMap<>();
  private final Map<String, Double> known = new HashMap<>();

  Frequencies(Path file) throws IOException {
    JsonNode read = new ObjectMapper().readTree(file.toFile());
    documents = read.get("documents").asInt();
    read.get("words").fields().forEachRemaining(e -> words.put(e.getKey(), e.getValue().asInt()));
    words.forEach((word, count) -> known.put(word, (double) count));
  }

  /** Returns a weightor that is larger the rarer a term is; a word never seen weighs 1. */
  TermWeightor weightor() {
    return term -> 1 / (1 + of(term));
  }

  /** Returns the weight of a word that is in this share of the documents. */
  double weight(double share) {
    return 1 / (1 + share * documents);
  }

  private double of(Term term) {
    Double share = SHARES.get(term.field());
    if (share != null) return share * documents;
    String text = term.text();
    double counted =
        text.endsWith(PREFIX_MARK)
            ? known.computeIfAbsent(text, this::ofPrefix)
            : known.getOrDefault(text, 0.0);
    return term.field().equals(News.TITLE) ? counted * TITLE_SHARE : counted;
  }

  private double ofPrefix(String marked) {
    String start = marked.substring(0, marked.length() - PREFIX_MARK.length());
    Map<String, Integer> found = words.subMap(start, start + Character.MAX_VALUE);
    double counted = found.values().stream().mapToInt(Integer::intValue).sum();
    return Math.min(counted, documents);
  }
}
