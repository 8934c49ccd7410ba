"""The closed list of the ontology's terms; a test holds it equal to the Turtle files."""

CLASSES = frozenset("""
    Organisation ClusterOrganisation Person Programme Instrument Generation Platform Network Body
    Event Campaign PolicyDocument SourceDocument MobilityScheme Initiative Mechanism Guide
    Partnership Membership RegionMembership Region Country City Place Theme Sector S3ThematicArea
    IndustrialEcosystem ValueChain ValueChainStage Indicator Observation Statement Mapping
    OrganisationKind Role Status EconomicActivity Mention
""".split())
PROPERTIES = frozenset("""
    organisationKind country city seat locatedIn containedIn nutsLevel nutsVintage replacedBy
    latitude longitude website underInstrument generation fundedBy theme ecosystem sector s3Area
    targetCountry grantAgreement contribution membersStated startDate endDate member inPartnership
    role statedName region sameConsortiumAs certainty confidence hasStage stageOf feeds mentions
    existence indicator about value lowerBound upperBound qualifier unit population status asOf
    statedIn line printed timeVarying property object justification naceDivision locationCertainty
    scope rowsRead rowsWritten rowsRejected rowsDuplicate nutsPrefix
    name place partOf mergedInto succeededBy followsUp organisedBy detectedBy foundedBy cites
    synergyWith pilotRegion listsArea listsProject eligibleParticipant aim task tool function topic
    profileType recommends advisesAgainst personRole affiliation hasPart memberType supports
    financedBy
""".split())
TERMS = CLASSES | PROPERTIES
