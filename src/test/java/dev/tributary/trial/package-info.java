/**
 * Long trials: kills, races, faults and damaged files, on real databases. Tagged {@code long} and run by {@code mvn
 * verify -Plong}; what they saw is written down in docs/benchmarks.md.
 */
package dev.tributary.trial;
