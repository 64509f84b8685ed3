"""Words to fill templates with. Receives and gives nothing else."""

from __future__ import annotations


def choices(text: str) -> list[str]:
    """What is written with commas between."""
    return [part.strip() for part in text.split(",")]


REL_EN = choices(
    "friend,cousin,brother,sister,mom,mother,dad,father,son,daughter,uncle,aunt,wife,husband,boyfriend,"
    "girlfriend,nephew,niece,neighbor,homie,roommate,coworker,classmate,teacher,boss,grandma,stepdad,best friend,"
    "little brother,bf,gf,partner,mentor,counselor,lil sis,big sister,pastor,coach,fiance,kid,baby,homegirl,"
    "buddy,tutor"
)
REL_ES = choices(
    "amigo,amiga,primo,prima,hermano,hermana,mama,mamá,papa,papá,hijo,hija,tio,tía,tia,esposo,esposa,novio,novia,"
    "sobrino,sobrina,vecino,vecina,companera,compañero,cuñado,cunada,jefe,maestra,abuela,abuelo,comadre,compadre,"
    "nieto,suegra,hermanito,hermanita,mejor amiga,padrastro,nuera,yerno,ahijada,pareja,profe,consejera,esposito"
)
SCHOOL_EN = choices(
    "high,high school,hs,middle school,elementary,academy,college,community college,university,tech,institute,"
    "library,center,career center,foundation,county,park,hospital,scholarship,charter school,magnet school,"
    "campus,hall,vocational,prep"
)
SCHOOL_ES = choices(
    "escuela,prepa,preparatoria,secundaria,colegio,universidad,instituto,biblioteca,hospital,parque,condado de,"
    "centro,iglesia,academia,fundacion,beca,escuela secundaria,primaria,calle,avenida,clinica"
)
ADJ = choices(
    "interested,lost,bored,tired,broke,ready,new,good,great,fine,ok,cool,free,hard,easy,confused,curious,serious,"
    "single,pregnant,homeless,unemployed,bilingual,hispanic,latina,latino,mexican,black,haitian,dominican,"
    "salvadoran,cuban,undocumented,disabled,deaf,retired,divorced,shy,smart,dumb,not sure,not good at math,"
    "a veteran,a single mom,colombiana,mexicana,mexicano,salvadorena,salvadoreño,dominicana,dominicano,cubano,"
    "guatemalteco,hondureña,puertorriquena,venezolano,nueva,nuevo,timida,casada,soltera,soltero,viuda,divorciada,"
    "desempleado,zurdo,chido,facil,dificil,gratis,importante,urgente,buena onda,muy bueno,mayor de edad,menor,"
    "ama de casa,mesero,cocinera,chofer,obrero,residente,ciudadana,inmigrante,dreamer,indocumentado,bilingue,"
    "asylee,christian,jewish,muslim,ethiopian,nigerian"
)
WORD = choices(
    "cybersecurity,help desk,data analyst,coding,programmer,web developer,network admin,cloud,it support,"
    "security plus,ccna,comptia,aws,python,java,excel,sql,linux,graphic design,ux design,game design,welder,"
    "nurse,cashier,driver,warehouse worker,barber,cook,medical assistant,student,senior,junior,freshman,veteran,"
    "teacher,animator,pen tester,programador,disenadora,ciberseguridad,soporte tecnico,redes,analista de datos,"
    "nube,desarrollador,enfermera,cajera,soldador,cocinero,estudiante,asistente,secretaria,electricista,mecanico,"
    "contador,azure,tableau,salesforce,google certificate,a plus,network plus,cyber,tech,bootcamp,internship,"
    "apprenticeship,becas,pasantia,redes y nube"
)
VIRTUE = choices(
    "hope,may,will,grace,faith,joy,patience,trust,chance,luck,grant,fe,esperanza,paciencia,luz,suerte,gracia,paz,"
    "dolores,consuelo,milagros"
)  # fmt: skip
MONTH = choices(
    "april,may,june,august,january,september,july,abril,mayo,junio,julio,agosto,enero,april or may,summer,fall,"
    "autumn"
)  # fmt: skip
ORG = choices(
    "per scholas,year up,genesys works,pima,pima community college,byte back,franklin cummings tech,jobpath,"
    "masshire,bunker hill,roxbury community college,miami dade college,nova,george mason,howard university,"
    "martin luther king library,cesar chavez middle,lincoln tech,benjamin franklin,st joseph's,san miguel high,"
    "arizona@work,job corps,goodwill,walmart,amazon,google,cisco,apple,mcdonald's,wendys,target,home depot,"
    "dunkin,raytheon,dell,best buy,t-mobile,coursera,khan academy,codecademy,udemy,linkedin,indeed,comptia,isc2,"
    "sans,girls who code,black girls code,npower,casa maria,la frontera,catholic charities,salvation army,"
    "st vincent de paul,boys and girls club,ymca,charles schwab,johns hopkins,wells fargo,morgan stanley,"
    "ernst and young,casa rosa,casa lupe,santa rosa,san carlos,la rosa bakery,thomas edison state,"
    "montgomery college,prince george's community college,wilson center"
)


COMPANY = ("Inc", "Labs", "Software", "Tech", "Data", "Systems")
