#+ group: beyond
#+ says: Two different organisations that may be active in stages of one value chain share it.
PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
INSERT { ?a ckg:sharesChainWith ?b } WHERE {
  ?a ckg:activeInStage ?one .
  ?one ckg:stageOf ?chain .
  ?other ckg:stageOf ?chain .
  ?b ckg:activeInStage ?other .
  FILTER (?a != ?b)
}
