"""What the European Cluster Collaboration Platform calls the 14 industrial ecosystems.

Read off its profiles (``agri_food``) and its table of priorities (``Agri-food``); what is not in
these tables is no ecosystem of ours and is rejected, never guessed.
"""

from clusterkg.ontology import rdf

PROFILES = {
    "aerospace_and_defence": "aerospace-defence",
    "agri_food": "agri-food",
    "construction": "construction",
    "creative_and_cultural_industries": "cultural-creative",
    "digital": "digital",
    "electronics": "electronics",
    "energy_intensive_industries": "energy-intensive",
    "energy_renewables": "energy-renewables",
    "health": "health",
    "mobility_transport_automotive": "mobility-transport-automotive",
    "proximity_and_social_economy": "proximity-social-economy",
    "retail": "retail",
    "textiles": "textile",
    "tourism": "tourism",
}
PRIORITIES = {
    "Aerospace and Defence": "aerospace-defence",
    "Agri-food": "agri-food",
    "Construction": "construction",
    "Creative and Cultural Industries": "cultural-creative",
    "Digital": "digital",
    "Electronics": "electronics",
    "Energy Intensive Industries": "energy-intensive",
    "Energy-Renewables": "energy-renewables",
    "Health": "health",
    "Mobility, Transport, Automotive": "mobility-transport-automotive",
    "Proximity and Social Economy": "proximity-social-economy",
    "Retail": "retail",
    "Textiles": "textile",
    "Tourism": "tourism",
}
# A priority that lies across ecosystems: none of the 14, and kept in the source's words.
ACROSS = "Cross-ecosystem"


def terms(words: dict[str, str]) -> dict[str, str]:
    """Return the N-Triples term of the ecosystem behind each word."""
    return {word: rdf.ref(f"ecosystem/{slug}") for word, slug in words.items()}
