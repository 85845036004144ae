package org.dideban.rival;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Small calculations over what was measured. */
final class Measured {

  private Measured() {}

  static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Returns the value below which this share of the values is, in seconds. */
  static double quantile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return seconds(sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  }

  /** Returns the processor time of the whole process so far, so of collecting garbage too. */
  static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Returns the bytes of the heap that are in use after a collection. */
  static long heapBytes() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns the SHA-256 of lines "index:ids with commas", and writes them if a file is given. */
  static String checksum(List<int[]> matches, Path file)
      throws IOException, NoSuchAlgorithmException {
    StringBuilder lines = new StringBuilder();
    for (int index = 0; index < matches.size(); index++) {
      String ids = Arrays.toString(matches.get(index)).replaceAll("[\\[\\] ]", "");
      lines.append(index).append(':').append(ids).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    if (file != null) Files.write(file, bytes);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
