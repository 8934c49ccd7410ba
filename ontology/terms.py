"""The closed list of the ontology's terms; a test holds it equal to the Turtle files."""

CLASSES = frozenset("""
    Appointment Body Call Campaign City Claim Cluster ClusterOrganisation Country CountryMembership
    DatedName Disruption EconomicActivity Event Generation Guide Indicator IndustrialEcosystem
    Initiative Instrument Mapping Mechanism Membership Mention MetaCluster MobilityScheme Network
    Observation Organisation OrganisationKind Partnership Person Place Platform PolicyDocument
    Programme Project Recommendation Region RegionMembership Role S3ThematicArea Sector
    SourceDocument Statement Status Technology Theme ValueChain ValueChainStage
""".split())
PROPERTIES = frozenset("""
    about activeInStage advisesAgainst affects affiliation aim appointedTo asOf callFor
    callPublication certainty cites cityName coLocatedWith component confidence containedIn
    contribution cooperatesWith country countryCertainty deadline detectedBy ecosystem
    eligibleParticipant endDate existence expectedInput expectedOutput feeds followsUp foundedBy
    founds function fundedBy fundedUnder generation grantAgreement hasRecommendation hasStage holder
    inPartnership indicator indirectMemberOf justification latitude line listsArea listsProject
    locatedIn locatedWithin locationCertainty longitude lowerBound managedBy manages member
    memberCountry memberKind memberOf memberOfPartnership memberType membersStated membersTotal
    mergedInto naceDivision name nameOf nutsLevel nutsPrefix nutsVintage object officiallyRecognised
    organisationKind organisedBy parentCertainty partOf personRole pilotRegion placeName population
    presentedAt printed profileType property qualifier quotes recommends region repeats replacedBy
    replaces respondsTo role rowsDuplicate rowsRead rowsRejected rowsWritten s3Area sameConsortiumAs
    scope seat sector sharesChainWith singleValued staffFte stageOf startBasis startDate statedIn
    statedName status subOrganisationOf succeededBy supersedes supportedBy supports synergyWith
    targetCountry task technology theme timeOfDay timeVarying tool topic underInstrument unit
    upperBound value website websiteLanguage within
""".split())
TERMS = CLASSES | PROPERTIES
