package org.dideban.rival;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.CustomQueryHandler;
import org.apache.lucene.monitor.QueryTree;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;

/** Selects a query with a prefix only for documents that have a word with this beginning. */
final class PrefixEdges implements CustomQueryHandler {

  private final Set<String> otherFields;
  private int shortest = Integer.MAX_VALUE;
  private int longest = 0;

  PrefixEdges(Set<String> otherFields) {
    this.otherFields = otherFields;
  }

  @Override
  public QueryTree handleQuery(Query query, TermWeightor weightor) {
    if (!(query instanceof PrefixQuery prefix)) return null;
    String start = prefix.getPrefix().text();
    shortest = Math.min(shortest, start.length());
    longest = Math.max(longest, start.length());
    return QueryTree.term(new Term(prefix.getField(), start + Frequencies.PREFIX_MARK), weightor);
  }

  @Override
  public TokenStream wrapTermStream(String field, TokenStream words) {
    return longest == 0 || otherFields.contains(field) ? words : new Edges(words);
  }

  /** Puts after each word those of its beginnings that the word before it does not have. */
  private final class Edges extends TokenFilter {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private String word = "";
    private int next = 1;

    Edges(TokenStream sortedWords) {
      super(sortedWords);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (next <= Math.min(longest, word.length())) {
        clearAttributes();
        term.append(word, 0, next++).append(Frequencies.PREFIX_MARK);
        return true;
      }
      if (!input.incrementToken()) return false;
      String before = word;
      word = term.toString();
      next = Math.max(shortest, shared(before, word) + 1);
      return true;
    }

    private static int shared(String one, String other) {
      int most = Math.min(one.length(), other.length());
      int length = 0;
      while (length < most && one.charAt(length) == other.charAt(length)) length++;
      return length;
    }
  }
}
