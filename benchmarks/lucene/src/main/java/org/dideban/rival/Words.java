package org.dideban.rival;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Words that need no analysis, in parts that no phrase and no NEAR reaches across. */
final class Words extends TokenStream {

  private static final int GAP = 1_000;

  private final CharTermAttribute word = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final List<List<String>> parts;
  private Iterator<List<String>> nextParts;
  private Iterator<String> nextWords;

  Words(List<List<String>> parts) {
    this.parts = parts;
  }

  @Override
  public void reset() {
    nextParts = parts.iterator();
    nextWords = nextParts.next().iterator();
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    while (!nextWords.hasNext()) {
      if (!nextParts.hasNext()) return false;
      nextWords = nextParts.next().iterator();
      step.setPositionIncrement(GAP);
    }
    word.append(nextWords.next());
    return true;
  }
}
