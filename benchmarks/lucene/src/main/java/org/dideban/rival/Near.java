package org.dideban.rival;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.queries.spans.SpanMultiTermQueryWrapper;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanOrQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.util.BytesRef;

/** Builds the queries of prefixes and of leaves near each other, which never overlap. */
final class Near {

  private final boolean intervals;
  private final boolean regular;

  Near(Settings settings) {
    intervals = settings.near().equals("intervals");
    regular = settings.prefixes().equals("ngrams");
  }

  /** Returns the query of words with this beginning, in the form that the presearcher handles. */
  MultiTermQuery prefix(String field, String start) {
    return regular
        ? new RegexpQuery(new Term(field, start + ".*"))
        : new PrefixQuery(new Term(field, start));
  }

  /** Returns the query of two leaves, either first, with so many words between as NEAR allows. */
  Query query(JsonNode tree, String field) {
    int between = tree.get(1).asInt() - 1;
    JsonNode one = tree.get(2);
    JsonNode other = tree.get(3);
    if (intervals) {
      return new IntervalQuery(
          field,
          Intervals.or(
              Intervals.maxgaps(between, Intervals.ordered(interval(one), interval(other))),
              Intervals.maxgaps(between, Intervals.ordered(interval(other), interval(one)))));
    }
    SpanQuery first = span(one, field);
    SpanQuery second = span(other, field);
    return new SpanOrQuery(inOrder(between, first, second), inOrder(between, second, first));
  }

  private static SpanQuery inOrder(int between, SpanQuery... spans) {
    return new SpanNearQuery(spans, between, true);
  }

  private SpanQuery span(JsonNode leaf, String field) {
    return switch (Trees.kind(leaf)) {
      case "term" -> new SpanTermQuery(new Term(field, leaf.get(1).asText()));
      case "phrase" ->
          inOrder(
              0,
              Trees.words(leaf).stream()
                  .map(word -> new SpanTermQuery(new Term(field, word)))
                  .toArray(SpanQuery[]::new));
      case "prefix" -> new SpanMultiTermQueryWrapper<>(prefix(field, leaf.get(1).asText()));
      default -> throw new IllegalArgumentException("not for NEAR: " + leaf);
    };
  }

  private static IntervalsSource interval(JsonNode leaf) {
    return switch (Trees.kind(leaf)) {
      case "term" -> Intervals.term(leaf.get(1).asText());
      case "phrase" -> Intervals.phrase(Trees.words(leaf).toArray(String[]::new));
      case "prefix" -> Intervals.prefix(new BytesRef(leaf.get(1).asText()));
      default -> throw new IllegalArgumentException("not for NEAR: " + leaf);
    };
  }
}
