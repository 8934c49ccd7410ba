"""The closed list of the ontology's terms; a test holds it equal to the Turtle files."""

CLASSES = frozenset("""
    Body Campaign City ClusterOrganisation Country EconomicActivity Event Generation Guide
    Indicator IndustrialEcosystem Initiative Instrument Mapping Mechanism Membership Mention
    MobilityScheme Network Observation Organisation OrganisationKind Partnership Person Place
    Platform PolicyDocument Programme Region RegionMembership Role S3ThematicArea Sector
    SourceDocument Statement Status Theme ValueChain ValueChainStage
""".split())
PROPERTIES = frozenset("""
    about advisesAgainst affiliation aim asOf callPublication certainty cites city confidence
    containedIn contribution country countryCertainty deadline detectedBy ecosystem
    eligibleParticipant endDate
    existence expectedInput expectedOutput feeds followsUp foundedBy function fundedBy
    generation grantAgreement hasPart hasStage inPartnership indicator justification latitude
    line listsArea listsProject locatedIn locationCertainty longitude lowerBound member
    memberType membersStated mergedInto naceDivision name nutsLevel nutsPrefix nutsVintage
    object organisationKind organisedBy partOf personRole pilotRegion place population
    presentedAt printed profileType property qualifier quotes recommends region replacedBy role
    rowsDuplicate rowsRead rowsRejected rowsWritten s3Area sameConsortiumAs scope seat sector
    stageOf startDate statedIn statedName status succeededBy supports synergyWith targetCountry
    task theme timeOfDay timeVarying tool topic underInstrument unit upperBound value website
""".split())
TERMS = CLASSES | PROPERTIES
