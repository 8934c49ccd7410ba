"""The closed list of the ontology's terms; a test holds it equal to the Turtle files."""

CLASSES = frozenset("""
    Analysis Appointment Body Call Campaign City Claim Cluster ClusterOrganisation Correspondence
    Country CountryMembership DatedName Disruption EconomicActivity Event FundingScheme
    FundingTopic Generation Guide Indicator IndustrialEcosystem Initiative Instrument Mapping
    Mechanism Membership Mention MetaCluster MobilityScheme Network Observation Organisation
    OrganisationKind Participation Partnership Person Place Platform PolicyDocument Programme
    ProgrammePart Project Recommendation Region RegionMembership RegionOverlap RegionPriority
    Result Role S3ThematicArea Sector SourceDocument Statement Statistic Status Technology Theme
    ValueChain ValueChainStage
""".split())
PROPERTIES = frozenset("""
    about activeInStage activityType advisesAgainst affects affiliation aim appointedTo areaKm2
    artificialSurface2012 artificialSurface2018 asOf buildingVolume callFor callPublication
    certainty cites cityName coLocatedWith component computedOn confidence containedIn contribution
    cooperatesWith country countryCertainty coverage deadline detectedBy ecosystem
    eligibleParticipant endDate existence expectedInput expectedOutput feeds fieldOfScience
    followsUp foundedBy founds fromRegion fromVintage function fundedBy fundedUnder fundingScheme
    fundingTopic generation grantAgreement graphDigest hasRecommendation hasStage holder
    inPartnership inProject indicator indirectMemberOf innovationTier intervalHigh intervalLow
    isSme justification latitude line listsArea listsProject loaderVersion locatedIn locatedWithin
    locationCertainty longitude lowerBound managedBy manages measure member memberCountry
    memberKind memberOf memberOfPartnership memberType membersStated membersTotal mergedInto
    naceDivision name nameOf netContribution nutsLevel nutsPrefix nutsVintage object
    officiallyRecognised organisationKind organisedBy parameter parentCertainty partOf participant
    participationEnded personRole pic pilotRegion placeName population population2011
    population2021 presentedAt printed prioritises priorityOf profileType programmePart
    projectStatus property qualifier quotes rcn recommends region repeats replacedBy replaces
    respondsTo resultValue role rowNumber rowsDuplicate rowsRead rowsRejected rowsWritten s3Area
    sameConsortiumAs scope seat sector seed sha256 sharesChainWith signatureDate singleValued
    staffFte stageOf startBasis startDate statedIn statedName statisticOf status subOrganisationOf
    succeededBy supersedes supportedBy supports synergyWith targetCountry task technology theme
    timeOfDay timeVarying toRegion toVintage tool topic totalCost underInstrument unit upperBound
    value vatNumber website websiteLanguage within
""".split())
TERMS = CLASSES | PROPERTIES
