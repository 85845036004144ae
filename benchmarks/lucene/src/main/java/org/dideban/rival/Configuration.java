package org.dideban.rival;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99Codec;
import org.apache.lucene.codecs.memory.DirectPostingsFormat;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.monitor.CustomQueryHandler;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.Presearcher;
import org.apache.lucene.monitor.QueryDecomposer;
import org.apache.lucene.monitor.RegexpQueryHandler;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.search.Query;

/** The monitor's index as the settings want it. */
final class Configuration extends MonitorConfiguration {

  private static final Set<String> NO_TEXT = Set.of("lang", "source");
  private static final double BUFFER_MEGABYTES = 256;

  private final Settings settings;
  private IndexWriter writer;

  Configuration(Settings settings) {
    this.settings = settings;
    setQueryUpdateBufferSize(settings.commitEvery());
    // Removed queries leave the cache at the next purge, which must not fall into a measured time.
    setPurgeFrequency(1, TimeUnit.DAYS);
    if (!settings.decompose()) setQueryDecomposer(new Whole());
  }

  /** Returns the presearcher that selects queries by their rarest terms. */
  Presearcher presearcher(Frequencies frequencies) {
    if (settings.presearchPasses() == 0) {
      return new TermFilteredPresearcher(frequencies.weightor(), handlers(), Collections.emptySet());
    }
    return new MultipassTermFilteredPresearcher(
        settings.presearchPasses(),
        (float) frequencies.weight(settings.commonest()),
        frequencies.weightor(),
        handlers(),
        Collections.emptySet());
  }

  /** Merges the index, where the settings say so; seen after the next commit. */
  void merge() throws IOException {
    if (settings.segments() > 0) writer.forceMerge(settings.segments());
  }

  @Override
  public IndexWriter buildIndexWriter() throws IOException {
    writer = super.buildIndexWriter();
    return writer;
  }

  @Override
  protected IndexWriterConfig getIndexWriterConfig() {
    IndexWriterConfig config = super.getIndexWriterConfig();
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    return settings.postings().equals("direct") ? config.setCodec(new InArrays()) : config;
  }

  private List<CustomQueryHandler> handlers() {
    return switch (settings.prefixes()) {
      case "edges" -> List.of(new PrefixEdges(NO_TEXT));
      case "ngrams" ->
          List.of(
              new RegexpQueryHandler(
                  Frequencies.PREFIX_MARK,
                  RegexpQueryHandler.DEFAULT_MAX_TOKEN_SIZE,
                  RegexpQueryHandler.DEFAULT_WILDCARD_TOKEN,
                  NO_TEXT));
      default -> List.of();
    };
  }

  private static final class Whole extends QueryDecomposer {
    @Override
    public Set<Query> decompose(Query query) {
      return Set.of(query);
    }
  }

  private static final class InArrays extends Lucene99Codec {
    private final PostingsFormat arrays = new DirectPostingsFormat();

    @Override
    public PostingsFormat getPostingsFormatForField(String field) {
      return arrays;
    }
  }
}
