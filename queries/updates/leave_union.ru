#+ summary: Triples of a graph that leaves
#+ question: Which triples leave the union with a named graph, since no other one holds them?
#+ keywords: graphs, removal
#+ param: gone (graph) the named graph that leaves
DELETE { ?s ?p ?o } WHERE {
  VALUES ?gone { <https://w3id.org/clusterkg/graph/example/1> }
  GRAPH ?gone { ?s ?p ?o }
  FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } FILTER (?other != ?gone) }
}
