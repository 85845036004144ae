package org.dideban.rival;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Builds Lucene's queries from trees, and remembers whether any of them names a field. */
final class Trees {

  private final boolean both;
  private final Near near;
  private boolean fieldsNamed;

  Trees(Settings settings) {
    both = settings.layout().equals("both");
    near = new Near(settings);
  }

  /** Returns the query of a tree. */
  Query query(JsonNode tree) {
    return query(tree, null);
  }

  /** Returns the document with the fields that the queries built so far look in. */
  org.apache.lucene.document.Document indexed(News news) {
    return news.indexed(!both, both || fieldsNamed);
  }

  private Query query(JsonNode tree, String field) {
    switch (kind(tree)) {
      case "and":
        return all(tree.get(1), field);
      case "or":
        return any(tree.get(1), field);
      case "not":
        return all(List.of(tree), field);
      case "field":
        fieldsNamed = true;
        return query(tree.get(2), tree.get(1).asText());
      case "meta":
        return new TermQuery(new Term(tree.get(1).asText(), tree.get(2).asText()));
      default:
        return leaf(tree, field);
    }
  }

  private Query all(Iterable<JsonNode> trees, String field) {
    BooleanQuery.Builder built = new BooleanQuery.Builder();
    boolean positive = false;
    for (JsonNode tree : trees) {
      if (kind(tree).equals("not")) {
        built.add(query(tree.get(1), field), Occur.MUST_NOT);
      } else {
        built.add(query(tree, field), Occur.MUST);
        positive = true;
      }
    }
    if (!positive) built.add(new MatchAllDocsQuery(), Occur.MUST);
    return built.build();
  }

  private Query any(JsonNode trees, String field) {
    BooleanQuery.Builder built = new BooleanQuery.Builder();
    for (JsonNode tree : trees) built.add(query(tree, field), Occur.SHOULD);
    return built.build();
  }

  private Query leaf(JsonNode tree, String field) {
    if (field != null) return leafIn(tree, field);
    if (!both) return leafIn(tree, News.ALL);
    return new BooleanQuery.Builder()
        .add(leafIn(tree, News.TITLE), Occur.SHOULD)
        .add(leafIn(tree, News.BODY), Occur.SHOULD)
        .build();
  }

  private Query leafIn(JsonNode tree, String field) {
    return switch (kind(tree)) {
      case "term" -> new TermQuery(new Term(field, tree.get(1).asText()));
      case "phrase" -> new PhraseQuery(field, words(tree).toArray(String[]::new));
      case "prefix" -> near.prefix(field, tree.get(1).asText());
      case "near" -> near.query(tree, field);
      default -> throw new IllegalArgumentException("no such tree: " + tree);
    };
  }

  static String kind(JsonNode tree) {
    return tree.get(0).asText();
  }

  static List<String> words(JsonNode phrase) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : phrase.get(1)) words.add(word.asText());
    return words;
  }
}
