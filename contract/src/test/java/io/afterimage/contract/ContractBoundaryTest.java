package io.afterimage.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.afterimage.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ContractBoundaryTest {
  @ArchTest
  static final ArchRule CONTRACT_KNOWS_ONLY_THE_JDK_SERDE_INTERFACES_AND_JSON =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.afterimage.contract..",
              "java..",
              "org.jspecify.annotations..",
              "org.apache.kafka.common.header..",
              "com.fasterxml.jackson.annotation..",
              "tools.jackson..");
}
