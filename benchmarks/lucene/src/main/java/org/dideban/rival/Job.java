package org.dideban.rival;

import java.nio.file.Path;

/**
 * What is to be measured: the files, how often, and with which settings of Lucene Monitor.
 *
 * @param queries JSON lines {"id": int, "tree": …}
 * @param documents JSON lines {"title": […], "body": […], "meta": {name: […]}}
 * @param frequencies {"documents": int, "words": {word: int}}, from other documents
 * @param matches where the ids that match each document are written, or null
 * @param warmUpSeconds of matching before anything is timed; Java compiles while it runs
 * @param passes over the documents that are timed
 * @param updates queries added and removed one by one
 */
record Job(
    Path queries,
    Path documents,
    Path frequencies,
    Path matches,
    double warmUpSeconds,
    int passes,
    int updates,
    Settings settings) {}
