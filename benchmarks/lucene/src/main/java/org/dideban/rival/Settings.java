package org.dideban.rival;

/**
 * The settings of Lucene Monitor that were tried against each other.
 *
 * @param presearchPasses how many terms or sets of terms must all be there before a query is run;
 *     0 is Lucene's presearcher that knows only one
 * @param commonest a word in a larger share of the documents than this selects no query in the
 *     second and later passes
 * @param layout "all": words without a field look in a third field that holds both; "both": in
 *     title OR body
 * @param prefixes how prefixes select queries: "none", "edges" (the starts of a document's words)
 *     or "ngrams" (Lucene's handler of regular expressions)
 * @param near "spans" or "intervals"
 * @param decompose whether the ways of an OR are indexed apart, as is Lucene's default
 * @param segments to which the index is merged after the load; 0 leaves it as it is
 * @param postings "default" or "direct", which keeps the index as arrays
 * @param cache whether Lucene's cache of results is on, as is its default
 * @param commitEvery queries that are indexed between two commits of the load
 * @param batch documents that are matched together
 */
record Settings(
    int presearchPasses,
    double commonest,
    String layout,
    String prefixes,
    String near,
    boolean decompose,
    int segments,
    String postings,
    boolean cache,
    int commitEvery,
    int batch) {}
