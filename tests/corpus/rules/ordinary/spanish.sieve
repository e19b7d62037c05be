require ["fileinto", "copy"];
# rule:[Boletines]
if header :contains "list-id" "boletin" { fileinto "Boletines"; }
# rule:[Facturas]
if header :contains "subject" ["factura", "recibo"] { fileinto "Facturas"; }
# rule:[Trabajo]
if address :domain :is "from" "trabajo.example.es" { fileinto "Trabajo"; }
# rule:[Móvil]
if address :is "from" "familia@example.es" { redirect :copy "yuki.movil@gmail.com"; }
