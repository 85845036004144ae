package org.dideban.rival;

import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;

/** One document, its words already folded. */
record News(List<String> title, List<String> body, Map<String, List<String>> meta) {

  static final String TITLE = "title";
  static final String BODY = "body";
  static final String ALL = "all";

  /** Returns the document for Lucene, with no more fields than the queries look in. */
  Document indexed(boolean withAll, boolean withFields) {
    Document document = new Document();
    if (withAll) document.add(text(ALL, List.of(title, body)));
    if (withFields) {
      document.add(text(TITLE, List.of(title)));
      document.add(text(BODY, List.of(body)));
    }
    meta.forEach(
        (name, values) -> {
          for (String value : values) document.add(new StringField(name, value, Field.Store.NO));
        });
    return document;
  }

  private static Field text(String name, List<List<String>> parts) {
    return new Field(name, new Words(parts), TextField.TYPE_NOT_STORED);
  }
}
